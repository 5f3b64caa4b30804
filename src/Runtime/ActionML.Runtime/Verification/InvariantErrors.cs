namespace ActionML.Runtime;

/// <summary>The largest change of a conserved quantity in one step, over the steps of a run; relative, dimensionless.</summary>
/// <param name="LinearMomentum">|ΔΣp| relative to Σ|p|.</param>
/// <param name="CenterOfMass">|Σm(q' − q) − hΣp| relative to Σm|q| + hΣ|p|.</param>
/// <param name="AngularMomentum">|ΔL| about the center of mass, relative to Σ|q − Q||p|.</param>
public readonly record struct InvariantErrors(double LinearMomentum, double CenterOfMass, double AngularMomentum);
