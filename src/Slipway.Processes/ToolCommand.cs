using System.Collections.Immutable;
using System.Diagnostics;

namespace Slipway.Processes;

/// <summary>A program to run. Arguments are passed as they are: no shell sees them.</summary>
/// <param name="Executable">A path, or a name on PATH.</param>
/// <param name="Arguments">Never a secret: any user of the machine can read them.</param>
/// <param name="Environment">What differs from this process's environment; null takes a variable away.</param>
public sealed record ToolCommand(
    string Executable,
    ImmutableArray<string> Arguments,
    ImmutableSortedDictionary<string, string?> Environment)
{
    /// <summary>The folder that it runs in; null for the one of this process.</summary>
    public string? Folder { get; init; }

    /// <summary>Gives a process that is to be started the environment of the command.</summary>
    public void ApplyEnvironment(ProcessStartInfo info)
    {
        foreach (var (name, value) in Environment)
        {
            if (value is null)
            {
                info.Environment.Remove(name);
            }
            else
            {
                info.Environment[name] = value;
            }
        }
    }
}

/// <summary>What a program answered.</summary>
/// <param name="Output">Standard output, byte for byte.</param>
/// <param name="Errors">Standard error as text.</param>
public sealed record ToolOutput(int ExitCode, ReadOnlyMemory<byte> Output, string Errors);
