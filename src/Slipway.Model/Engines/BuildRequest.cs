using System.Collections.Immutable;
using Slipway.Model.Secrets;

namespace Slipway.Model.Engines;

/// <summary>One build for an engine to do.</summary>
public sealed record BuildRequest
{
    /// <summary>What every builder takes for the Dockerfile of a context.</summary>
    public const string UsualDockerfile = "Dockerfile";

    /// <summary>Writes the build context, a tar, to the engine. Called once.</summary>
    public required Func<Stream, CancellationToken, Task> WriteContext { get; init; }

    /// <summary>The path of the Dockerfile in the context.</summary>
    public string Dockerfile { get; init; } = UsualDockerfile;

    /// <summary>Build arguments.</summary>
    public required ImmutableSortedDictionary<string, string> Args { get; init; }

    /// <summary>Labels of the image.</summary>
    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    public ImmutableArray<BuildSecret> Secrets { get; init; } = [];

    /// <summary><c>os/architecture[/variant]</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>
    /// Says what the builder prints with the names and lines that a person knows. Called for each line, in order.
    /// </summary>
    public Func<string, string> Translate { get; init; } = static line => line;

    /// <summary>The image by whose name <c>slipway log</c> prints all lines later; null when nothing keeps
    /// them.</summary>
    public string? LoggedAs { get; init; }

    /// <summary>Whether every step is run again, whatever the engine remembers.</summary>
    public bool NoCache { get; init; }
}
