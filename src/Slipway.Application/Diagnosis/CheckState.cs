namespace Slipway.Application.Diagnosis;

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
