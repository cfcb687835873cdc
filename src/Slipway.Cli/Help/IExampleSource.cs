namespace Slipway.Cli.Help;

/// <summary>A command whose help begins with examples.</summary>
internal interface IExampleSource
{
    /// <summary>Command lines that work, each with what it does.</summary>
    IReadOnlyList<Example> Examples { get; }
}
