using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Trajectories of about the same temperature; see <see cref="TemperatureGroups"/>.</summary>
/// <param name="Mean">Mean kinetic temperature over all their frames.</param>
/// <param name="Lowest">The mean over the coldest trajectory.</param>
/// <param name="Highest">The mean over the hottest trajectory.</param>
/// <param name="Trajectories">Their number.</param>
public sealed record TemperatureGroup(Temperature Mean, Temperature Lowest, Temperature Highest, int Trajectories);
