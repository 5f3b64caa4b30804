namespace Microsoft.ML.Data;

/// <summary>Would change how the members of a class become columns; only its name is here, for optional parameters.</summary>
public sealed class SchemaDefinition
{
    private SchemaDefinition()
    {
    }
}
