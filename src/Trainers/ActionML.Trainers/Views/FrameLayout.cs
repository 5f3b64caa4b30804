using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>Where in a view a frame's parts are, and the units and dimension in which they are given.</summary>
internal sealed class FrameLayout
{
    private static readonly VectorDataViewType Numbers = new(NumberDataViewType.Double);
    private static readonly VectorDataViewType Texts = new(TextDataViewType.Instance);

    private FrameLayout(DataViewSchema schema, DynamicsColumns columns)
    {
        Species = Require(schema, columns.Species, Texts);
        Masses = Require(schema, columns.Masses, Numbers);
        Positions = Require(schema, columns.Positions, Numbers);
        Momenta = Require(schema, columns.Momenta, Numbers);
        Cell = schema.GetColumnOrNull(columns.Cell) is null ? null : Require(schema, columns.Cell, Numbers);
    }

    /// <summary>Kinds.</summary>
    public DataViewSchema.Column Species { get; }

    /// <summary>Masses.</summary>
    public DataViewSchema.Column Masses { get; }

    /// <summary>Positions.</summary>
    public DataViewSchema.Column Positions { get; }

    /// <summary>Momenta.</summary>
    public DataViewSchema.Column Momenta { get; }

    /// <summary>Cell vectors; null when there is no such column.</summary>
    public DataViewSchema.Column? Cell { get; }

    /// <summary>Names of trajectories; null when only single states are read.</summary>
    public DataViewSchema.Column? TrajectoryId { get; private init; }

    /// <summary>Times; null when only single states are read.</summary>
    public DataViewSchema.Column? Time { get; private init; }

    /// <summary>Reference steps; null when there is no such column.</summary>
    public DataViewSchema.Column? Step { get; private init; }

    /// <summary>Units of all numbers.</summary>
    public UnitSystem Units { get; private init; }

    /// <summary>Dimension of space.</summary>
    public int Dimension { get; private init; }

    /// <summary>All columns that a reader reads.</summary>
    public IEnumerable<DataViewSchema.Column> Columns =>
        new[] { Species, Masses, Positions, Momenta, Cell, TrajectoryId, Time, Step }.OfType<DataViewSchema.Column>();

    /// <summary>The layout of whole frames, to learn from or to convert back.</summary>
    /// <param name="schema">The view's columns.</param>
    /// <param name="columns">Their names.</param>
    /// <param name="units">Units for a view that does not state them.</param>
    /// <param name="dimension">Dimension for a view that does not state it.</param>
    /// <exception cref="DataException">A column is missing or of another type, or units or dimension are unknown or contradicted.</exception>
    public static FrameLayout OfFrames(DataViewSchema schema, DynamicsColumns columns, UnitSystem? units, int? dimension)
    {
        DataViewSchema.Column positions = Require(schema, columns.Positions, Numbers);
        UnitSystem? stated = TrajectoryAnnotations.GetUnits(positions);
        int? statedDimension = TrajectoryAnnotations.GetDimension(positions);
        if (stated is not null && units is not null && stated != units)
        {
            throw new DataException(
                $"The column '{columns.Positions}' states {TrajectoryAnnotations.Name(stated.Value)} units, the options {TrajectoryAnnotations.Name(units.Value)} ones. Leave the option out, or convert the data.");
        }

        if (statedDimension is not null && dimension is not null && statedDimension != dimension)
        {
            throw new DataException(
                $"The column '{columns.Positions}' states {statedDimension} dimensions, the options {dimension}. Leave the option out, or load the data anew.");
        }

        return new FrameLayout(schema, columns)
        {
            TrajectoryId = Require(schema, columns.TrajectoryId, TextDataViewType.Instance),
            Time = Require(schema, columns.Time, NumberDataViewType.Double),
            Step = schema.GetColumnOrNull(columns.Step) is null ? null : Require(schema, columns.Step, NumberDataViewType.Int64),
            Units = stated ?? units ?? throw Unknown(columns.Positions, isDimensionKnown: statedDimension is not null || dimension is not null),
            Dimension = statedDimension ?? dimension ?? throw Unknown(columns.Positions, areUnitsKnown: true),
        };
    }

    /// <summary>The layout of single states, to predict from, checked against what a model was trained for.</summary>
    /// <exception cref="DataException">A column is missing or of another type.</exception>
    /// <exception cref="ModelMismatchException">The view states other units or another dimension.</exception>
    public static FrameLayout OfStates(DataViewSchema schema, DynamicsColumns columns, ModelManifest manifest)
    {
        var layout = new FrameLayout(schema, columns) { Units = manifest.TimeStep.Units, Dimension = manifest.Dimension };
        if (TrajectoryAnnotations.GetUnits(layout.Positions) is { } units && units != layout.Units)
        {
            throw new ModelMismatchException(
                $"The column '{columns.Positions}' is in {TrajectoryAnnotations.Name(units)} units; the model was trained in {TrajectoryAnnotations.Name(layout.Units)} ones. Use a model for these units.");
        }

        if (TrajectoryAnnotations.GetDimension(layout.Positions) is { } dimension && dimension != layout.Dimension)
        {
            throw new ModelMismatchException(
                $"The column '{columns.Positions}' holds systems in {dimension} dimensions; the model was trained in {layout.Dimension}. Use a model for {dimension} dimensions.");
        }

        return layout;
    }

    private static DataException Unknown(string column, bool areUnitsKnown = false, bool isDimensionKnown = false)
    {
        const string Units = "Units (UnitSystem.Dimensionless, or UnitSystem.Atomistic for Å, eV and u)";
        const string Dimension = "Dimension (2 or 3)";
        string what = areUnitsKnown ? "dimension" : isDimensionKnown ? "units" : "units and dimension";
        string options = areUnitsKnown ? $"the option {Dimension}" : isDimensionKnown ? $"the option {Units}" : $"the options {Units} and {Dimension}";
        return new($"The column '{column}' does not state its {what}, as objects of an own class do not. Set {options}, or load files with mlContext.Dynamics().LoadTrajectory.");
    }

    private static DataViewSchema.Column Require(DataViewSchema schema, string name, DataViewType expected)
    {
        DataViewSchema.Column column = schema.GetColumnOrNull(name) ?? throw new DataException(
            $"There is no column '{name}'; the view has {string.Join(", ", schema.Where(other => !other.IsHidden).Select(other => $"'{other.Name}'"))}. Add a column '{name}' of type {expected}, or name the column that takes its place in the option Columns.");
        bool fits = expected is VectorDataViewType vector
            ? column.Type is VectorDataViewType found && found.ItemType.Equals(vector.ItemType)
            : column.Type.Equals(expected);
        return fits ? column : throw new DataException(
            $"The column '{name}' is of type {column.Type}; expected {expected}. Convert it{(expected is VectorDataViewType { ItemType: NumberDataViewType } ? $" (for instance with mlContext.Transforms.Conversion.ConvertType(\"{name}\", outputKind: DataKind.Double))" : "")}, or name the column that takes its place in the option Columns.");
    }
}
