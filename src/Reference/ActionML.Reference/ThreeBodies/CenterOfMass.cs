using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>Puts a system's center of mass at rest at the origin.</summary>
public static class CenterOfMass
{
    /// <summary>q ← q − Σmq/Σm, p ← p − m·Σp/Σm, in place.</summary>
    public static void Remove(ParticleSystem system, PhasePoint state)
    {
        int dimension = system.Dimension;
        for (int d = 0; d < dimension; d++)
        {
            double position = 0, momentum = 0;
            for (int i = 0; i < system.Count; i++)
            {
                position += system.Masses[i] * state.Positions[(i * dimension) + d];
                momentum += state.Momenta[(i * dimension) + d];
            }

            position /= system.TotalMass;
            momentum /= system.TotalMass;
            for (int i = 0; i < system.Count; i++)
            {
                state.Positions[(i * dimension) + d] -= position;
                state.Momenta[(i * dimension) + d] -= system.Masses[i] * momentum;
            }
        }
    }
}
