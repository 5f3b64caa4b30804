namespace ActionML.Runtime;

/// <summary>The floating-point type that a model computes in. The corrector's unknowns are double in any case.</summary>
public enum ModelPrecision
{
    /// <summary>32 bits.</summary>
    Single,

    /// <summary>64 bits.</summary>
    Double,
}
