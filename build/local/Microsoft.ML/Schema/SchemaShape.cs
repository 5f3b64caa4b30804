using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What an estimator knows of a schema before it sees data: names, types, and whether lengths are fixed.</summary>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private readonly Column[] _columns;

    /// <summary>A shape of these columns.</summary>
    public SchemaShape(IEnumerable<Column> columns) => _columns = [.. columns];

    /// <summary>The number of columns.</summary>
    public int Count => _columns.Length;

    /// <summary>The column at an index.</summary>
    public Column this[int index] => _columns[index];

    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema) =>
        new(schema.Where(column => !column.IsHidden).Select(column => new Column(column)));

    /// <summary>One column of a shape.</summary>
    public struct Column
    {
        /// <summary>The shape of the column's annotations.</summary>
        public readonly SchemaShape Annotations;

        /// <summary>Whether the values are keys.</summary>
        public readonly bool IsKey;

        /// <summary>The type of one element.</summary>
        public readonly DataViewType ItemType;

        /// <summary>Scalar, vector, or vector whose length differs from row to row.</summary>
        public readonly VectorKind Kind;

        /// <summary>The name.</summary>
        public readonly string Name;

        internal Column(DataViewSchema.Column column)
        {
            var vector = column.Type as VectorDataViewType;
            Name = column.Name;
            ItemType = vector?.ItemType ?? column.Type;
            Kind = vector is null ? VectorKind.Scalar : vector.IsKnownSize ? VectorKind.Vector : VectorKind.VariableVector;
            IsKey = false;
            Annotations = Create(column.Annotations.Schema);
        }

        internal Column(string name, Column source)
        {
            this = source;
            Name = name;
        }

        /// <summary>Whether a column holds one value or several.</summary>
        public enum VectorKind
        {
            /// <summary>One value.</summary>
            Scalar = 0,

            /// <summary>A vector of one length.</summary>
            Vector = 1,

            /// <summary>A vector whose length differs from row to row.</summary>
            VariableVector = 2,
        }
    }
}
