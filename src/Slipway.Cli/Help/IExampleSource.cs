namespace Slipway.Cli.Help;

/// <summary>A command whose help begins with examples.</summary>
internal interface IExampleSource
{
    /// <summary>Command lines that work, each with what it does.</summary>
    IReadOnlyList<Example> Examples { get; }
}

/// <summary>A command line that works.</summary>
/// <param name="Line">As a person types it.</param>
/// <param name="Effect">What it does.</param>
internal sealed record Example(string Line, string Effect);
