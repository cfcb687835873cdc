namespace Slipway.Application.Diagnosis;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What to do; null when nothing has to be done.</param>
public sealed record Check(string Name, CheckState State, string Detail, string? Remedy = null);

/// <summary>What the doctor thinks of something.</summary>
public enum CheckState
{
    Good,

    /// <summary>Not there, and not needed.</summary>
    Absent,

    /// <summary>Works, but a person should know.</summary>
    Doubtful,

    /// <summary>Images cannot be built like this.</summary>
    Bad,
}
