namespace ActionML.Cli;

/// <summary>How the action model does on states that training did not see.</summary>
/// <param name="Name">Which states.</param>
/// <param name="Trajectories">How many were simulated.</param>
/// <param name="RmseDeltaPositions">RMS error of one step's Δq against the accurate integrator.</param>
/// <param name="RmseDeltaMomenta">RMS error of one step's Δp against the accurate integrator.</param>
/// <param name="MedianMaxRelativeEnergyError">Median over trajectories of the largest relative energy error.</param>
/// <param name="Survived">Trajectories that lasted the whole duration.</param>
/// <param name="Duration">Duration of each trajectory.</param>
/// <param name="UnconvergedSteps">Steps whose corrector did not reach its tolerance, over all trajectories.</param>
internal sealed record GeneralizationFigures(
    string Name,
    int Trajectories,
    double RmseDeltaPositions,
    double RmseDeltaMomenta,
    double MedianMaxRelativeEnergyError,
    int Survived,
    double Duration,
    long UnconvergedSteps);
