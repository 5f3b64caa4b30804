using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>Named values that belong to a column, such as its units.</summary>
    public sealed class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            _getters = getters;
        }

        /// <summary>No annotations.</summary>
        public static Annotations Empty { get; } = new Builder().ToAnnotations();

        /// <summary>The names and types of the annotations.</summary>
        public DataViewSchema Schema { get; }

        /// <summary>What reads one annotation.</summary>
        public ValueGetter<TValue> GetGetter<TValue>(Column column) => _getters[column.Index] as ValueGetter<TValue> ??
            throw new InvalidOperationException($"The annotation '{column.Name}' is of type {column.Type}, not {typeof(TValue)}.");

        /// <summary>Reads one annotation.</summary>
        public void GetValue<TValue>(string kind, ref TValue value) => GetGetter<TValue>(Schema[kind])(ref value);

        /// <inheritdoc/>
        public override string ToString() => string.Join(", ", Schema.Select(column => column.Name));

        /// <summary>Makes annotations.</summary>
        public sealed class Builder
        {
            private readonly DataViewSchema.Builder _schema = new();
            private readonly List<Delegate> _getters = [];

            /// <summary>No annotations to begin with.</summary>
            public Builder()
            {
            }

            /// <summary>Adds those of other annotations that a selector takes.</summary>
            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                foreach (Column column in annotations.Schema.Where(column => selector(column.Name)))
                {
                    _schema.AddColumn(column.Name, column.Type, column.Annotations);
                    _getters.Add(annotations._getters[column.Index]);
                }
            }

            /// <summary>Adds a value that a getter computes.</summary>
            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null)
            {
                ArgumentNullException.ThrowIfNull(getter);
                if (type.RawType != typeof(TValue))
                {
                    throw new ArgumentException($"The annotation '{name}' is of type {type}, its getter yields {typeof(TValue)}.", nameof(type));
                }

                _schema.AddColumn(name, type, annotations);
                _getters.Add(getter);
            }

            /// <summary>Adds one value.</summary>
            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null) =>
                Add(name, type, (ref TValue destination) => destination = value, annotations);

            /// <summary>The annotations.</summary>
            public Annotations ToAnnotations() => new(_schema.ToSchema(), [.. _getters]);
        }
    }
}
