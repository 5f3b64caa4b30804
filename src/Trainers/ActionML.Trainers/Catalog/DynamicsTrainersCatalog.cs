using ActionML.Runtime;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers;

/// <summary>Trainers of models of one step; see <see cref="DynamicsCatalog.Trainers"/>.</summary>
public sealed class DynamicsTrainersCatalog
{
    private readonly IHostEnvironment _environment;

    internal DynamicsTrainersCatalog(IHostEnvironment environment) => _environment = environment;

    /// <summary>A trainer of an action model with default options.</summary>
    /// <param name="timeStep">The step to learn, a multiple of the frame spacing; null for one frame spacing.</param>
    /// <param name="trajectoryIdColumnName">Column of the trajectories' names.</param>
    /// <param name="timeColumnName">Column of times.</param>
    /// <param name="speciesColumnName">Column of kinds.</param>
    /// <param name="massesColumnName">Column of masses.</param>
    /// <param name="positionsColumnName">Column of positions, [N, 3].</param>
    /// <param name="momentaColumnName">Column of momenta, [N, 3].</param>
    public ActionTrainer Action(
        TimeStep? timeStep = null,
        string trajectoryIdColumnName = DynamicsColumns.DefaultTrajectoryId,
        string timeColumnName = DynamicsColumns.DefaultTime,
        string speciesColumnName = DynamicsColumns.DefaultSpecies,
        string massesColumnName = DynamicsColumns.DefaultMasses,
        string positionsColumnName = DynamicsColumns.DefaultPositions,
        string momentaColumnName = DynamicsColumns.DefaultMomenta) => Action(new ActionTrainer.Options
        {
            Sampling = new PairSamplerOptions { TimeStep = timeStep },
            Columns = Columns(trajectoryIdColumnName, timeColumnName, speciesColumnName, massesColumnName, positionsColumnName, momentaColumnName),
        });

    /// <summary>A trainer of an action model.</summary>
    /// <param name="options">All that can be chosen.</param>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public ActionTrainer Action(ActionTrainer.Options options) => new(_environment, options);

    /// <summary>A trainer of a direct model with default options.</summary>
    /// <param name="timeStep">The step to learn, a multiple of the frame spacing; null for one frame spacing.</param>
    /// <param name="trajectoryIdColumnName">Column of the trajectories' names.</param>
    /// <param name="timeColumnName">Column of times.</param>
    /// <param name="speciesColumnName">Column of kinds.</param>
    /// <param name="massesColumnName">Column of masses.</param>
    /// <param name="positionsColumnName">Column of positions, [N, 3].</param>
    /// <param name="momentaColumnName">Column of momenta, [N, 3].</param>
    public DirectTrainer Direct(
        TimeStep? timeStep = null,
        string trajectoryIdColumnName = DynamicsColumns.DefaultTrajectoryId,
        string timeColumnName = DynamicsColumns.DefaultTime,
        string speciesColumnName = DynamicsColumns.DefaultSpecies,
        string massesColumnName = DynamicsColumns.DefaultMasses,
        string positionsColumnName = DynamicsColumns.DefaultPositions,
        string momentaColumnName = DynamicsColumns.DefaultMomenta) => Direct(new DirectTrainer.Options
        {
            Sampling = new PairSamplerOptions { TimeStep = timeStep },
            Columns = Columns(trajectoryIdColumnName, timeColumnName, speciesColumnName, massesColumnName, positionsColumnName, momentaColumnName),
        });

    /// <summary>A trainer of a direct model.</summary>
    /// <param name="options">All that can be chosen.</param>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public DirectTrainer Direct(DirectTrainer.Options options) => new(_environment, options);

    private static DynamicsColumns Columns(string trajectoryId, string time, string species, string masses, string positions, string momenta) =>
        new()
        {
            TrajectoryId = trajectoryId,
            Time = time,
            Species = species,
            Masses = masses,
            Positions = positions,
            Momenta = momenta,
        };
}
