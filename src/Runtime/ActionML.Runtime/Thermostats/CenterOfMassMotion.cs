namespace ActionML.Runtime;

/// <summary>What a thermostat does with the motion of the center of mass.</summary>
public enum CenterOfMassMotion
{
    /// <summary>
    /// The total momentum stays what it is; the thermostat acts on the momenta relative to the center of mass,
    /// pᵢ − mᵢP/M, which have N·D − D degrees of freedom. For isolated and periodic systems.
    /// </summary>
    Kept,

    /// <summary>As <see cref="Kept"/>, but the total momentum is set to zero.</summary>
    Removed,

    /// <summary>
    /// The center of mass takes part: N·D degrees of freedom. For systems in an external potential, whose total
    /// momentum is not conserved.
    /// </summary>
    Thermalized,
}
