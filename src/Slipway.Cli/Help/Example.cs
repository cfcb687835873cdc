namespace Slipway.Cli.Help;

/// <summary>A command line that works.</summary>
/// <param name="Line">As a person types it.</param>
/// <param name="Effect">What it does.</param>
internal sealed record Example(string Line, string Effect);
