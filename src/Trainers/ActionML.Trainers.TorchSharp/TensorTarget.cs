namespace ActionML.Trainers;

/// <summary>What a graph is compiled for.</summary>
/// <param name="Particles">N.</param>
/// <param name="Neighbors">K.</param>
/// <param name="Memory">The real type and the device of its tensors.</param>
internal sealed record TensorTarget(int Particles, int Neighbors, TensorMemory Memory);
