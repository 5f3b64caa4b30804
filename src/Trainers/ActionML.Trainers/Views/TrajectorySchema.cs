using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>The columns of a trajectory that this library loads, under their default names.</summary>
internal static class TrajectorySchema
{
    /// <summary>Vectors [N, 3] with N different from row to row.</summary>
    public static VectorDataViewType PerParticle { get; } = new(NumberDataViewType.Double, 0, 3);

    /// <summary>Makes the schema.</summary>
    public static DataViewSchema Create(UnitSystem units, int dimension)
    {
        DataViewSchema.Annotations scalar = TrajectoryAnnotations.Create(units, null);
        DataViewSchema.Annotations vector = TrajectoryAnnotations.Create(units, dimension);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(DynamicsColumns.DefaultTrajectoryId, TextDataViewType.Instance);
        builder.AddColumn(DynamicsColumns.DefaultStep, NumberDataViewType.Int64);
        builder.AddColumn(DynamicsColumns.DefaultTime, NumberDataViewType.Double, scalar);
        builder.AddColumn(DynamicsColumns.DefaultSpecies, new VectorDataViewType(TextDataViewType.Instance));
        builder.AddColumn(DynamicsColumns.DefaultMasses, new VectorDataViewType(NumberDataViewType.Double), scalar);
        builder.AddColumn(DynamicsColumns.DefaultPositions, PerParticle, vector);
        builder.AddColumn(DynamicsColumns.DefaultMomenta, PerParticle, vector);
        builder.AddColumn(DynamicsColumns.DefaultCell, new VectorDataViewType(NumberDataViewType.Double, 3, 3), scalar);
        builder.AddColumn(DynamicsColumns.DefaultPbc, new VectorDataViewType(BooleanDataViewType.Instance, 3));
        return builder.ToSchema();
    }
}
