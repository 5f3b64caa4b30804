using System.Globalization;
using System.Numerics;

namespace ActionML.Runtime;

/// <summary>Collects everything that is wrong with a set of options, so that a user sees it all at once.</summary>
internal sealed class OptionErrors(string subject)
{
    private readonly List<string> _errors = [];

    /// <summary>Notes an error unless the condition holds.</summary>
    public void Require<T>(bool condition, string name, T value, string expected)
    {
        if (!condition)
        {
            string found = string.Create(CultureInfo.InvariantCulture, $"{value}");
            _errors.Add($"{name} is {found}; {expected}");
        }
    }

    /// <summary>Notes an error unless the number is finite and positive.</summary>
    public void RequirePositive<T>(string name, T value)
        where T : INumber<T> =>
        Require(T.IsFinite(value) && value > T.Zero, name, value, "it must be positive and finite.");

    /// <summary>Notes an error in words.</summary>
    public void Add(string error) => _errors.Add(error);

    /// <summary>Adds the errors of options that are part of these.</summary>
    public void AddRange(OptionErrors other) => _errors.AddRange(other._errors);

    /// <summary>Throws one exception that lists every error; does nothing when there is none.</summary>
    public void ThrowIfAny()
    {
        if (_errors.Count == 1)
        {
            throw new UsageException($"The options of the {subject} are not valid: {_errors[0]}");
        }

        if (_errors.Count > 1)
        {
            throw new UsageException(
                $"The options of the {subject} have {_errors.Count} errors:\n- " + string.Join("\n- ", _errors));
        }
    }
}
