using ActionML.Testing;

namespace ActionML.Export.Tests;

/// <summary>Symmetries of the networks as specified.</summary>
[TestClass]
public sealed class InterpreterInvarianceTests : InvarianceTests<InterpreterEngine>;
