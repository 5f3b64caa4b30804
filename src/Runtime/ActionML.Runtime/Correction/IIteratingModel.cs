namespace ActionML.Runtime;

/// <summary>An action model that brings an iteration with it, whose vectors live where the model runs.</summary>
internal interface IIteratingModel : IActionModel
{
    /// <summary>Makes the buffers of a solve by mixing. They are the model's, and go with it.</summary>
    IMidpointIteration Iterate(ParticleSystem system, CorrectorOptions options);
}
