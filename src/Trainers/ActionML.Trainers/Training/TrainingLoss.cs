namespace ActionML.Trainers;

/// <summary>Mean squared errors of a batch in units of the targets' variance.</summary>
/// <param name="Positions">Of the position part.</param>
/// <param name="Momenta">Of the momentum part.</param>
internal readonly record struct TrainingLoss(double Positions, double Momenta);
