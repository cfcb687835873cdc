using System.Collections.Immutable;
using Slipway.Application.Requests;
using Slipway.Model.Diagnostics;
using Slipway.Processes;

namespace Slipway.Application.Files;

/// <summary>Gives files to another user, for which .NET has no call.</summary>
internal static class FileOwner
{
    /// <param name="files">Paths.</param>
    /// <param name="owner"><c>user:group</c>, in numbers.</param>
    /// <param name="clock">Measures.</param>
    /// <exception cref="SlipwayException">This user may not.</exception>
    public static async Task ChangeAsync(
        IReadOnlyCollection<string> files, string owner, TimeProvider clock, CancellationToken cancellationToken)
    {
        var runner = new ProcessRunner(clock, static (program, cause) => Failed($"{program} cannot be started", cause));
        var (exitCode, output) = await runner.CaptureAsync(
            new ToolCommand("chown", [owner, "--", .. files], ImmutableSortedDictionary<string, string?>.Empty),
            cancellationToken);
        if (exitCode != 0)
        {
            throw Failed(output, null);
        }
    }

    private static SlipwayException Failed(string reason, Exception? cause) => new(
        new Diagnostic(
            RequestCodes.CannotWrite,
            $"What was written cannot be given to another user: {reason}",
            "Run as root, or unset CHOWN_OUTPUT."),
        cause);
}
