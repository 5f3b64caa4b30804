namespace ActionML.Trainers;

/// <summary>An input of the training graph as a batch holds it.</summary>
/// <typeparam name="T">Double, or long for indices.</typeparam>
/// <param name="Name">The input.</param>
/// <param name="Data">Row by row; the same array for every batch.</param>
/// <param name="Shape">Its shape.</param>
internal readonly record struct BatchTensor<T>(string Name, T[] Data, params long[] Shape);
