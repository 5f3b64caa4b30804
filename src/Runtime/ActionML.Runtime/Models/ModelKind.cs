namespace ActionML.Runtime;

/// <summary>Which of the two models a file holds.</summary>
public enum ModelKind
{
    /// <summary>A generating function: <see cref="IActionModel"/>.</summary>
    Action,

    /// <summary>A direct prediction: <see cref="IDirectModel"/>.</summary>
    Direct,
}
