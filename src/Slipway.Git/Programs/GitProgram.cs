using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Slipway.Model.Diagnostics;
using Slipway.Processes;

namespace Slipway.Git.Programs;

/// <summary>
/// Runs git in one folder, so that it neither asks, nor writes, nor speaks another language than English.
/// </summary>
/// <param name="folder">Where it runs.</param>
/// <param name="umask">The umask of what it writes, in octal digits; null for that of this process.</param>
internal sealed class GitProgram(string folder, string? umask = null)
{
    private const string Executable = "git";

    // https://git-scm.com/docs/git#_environment_variables. A hook's own variables name the repository that it runs for,
    // which need not be the one of the tree.
    private static readonly ImmutableSortedDictionary<string, string?> Environment =
        ImmutableSortedDictionary<string, string?>.Empty
            .Add("GIT_OPTIONAL_LOCKS", "0")
            .Add("GIT_TERMINAL_PROMPT", "0")
            .Add("GIT_LITERAL_PATHSPECS", "1")
            .Add("GIT_PAGER", "cat")
            // What stands for another object comes with refs/replace of whoever can push it.
            .Add("GIT_NO_REPLACE_OBJECTS", "1")
            .Add("LC_ALL", "C")
            .Add("GIT_DIR", null)
            .Add("GIT_WORK_TREE", null)
            .Add("GIT_INDEX_FILE", null)
            .Add("GIT_COMMON_DIR", null)
            .Add("GIT_OBJECT_DIRECTORY", null)
            .Add("GIT_ALTERNATE_OBJECT_DIRECTORIES", null)
            .Add("GIT_PREFIX", null);

    private readonly ProcessRunner _runner =
        new(TimeProvider.System, static (_, problem) => GitProblems.Missing(problem));

    /// <summary>Runs git to its end, whatever its exit code.</summary>
    /// <exception cref="SlipwayException">There is no git.</exception>
    public Task<ToolOutput> RunAsync(ImmutableArray<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(arguments, ReadOnlyMemory<byte>.Empty, cancellationToken);

    /// <inheritdoc cref="RunAsync(ImmutableArray{string}, CancellationToken)"/>
    public Task<ToolOutput> RunAsync(
        ImmutableArray<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        _runner.ReadAsync(Command(Complete(arguments)), input, cancellationToken);

    /// <summary>What git prints.</summary>
    /// <exception cref="SlipwayException">It failed.</exception>
    public async Task<ReadOnlyMemory<byte>> RequireAsync(
        ImmutableArray<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        var result = await RunAsync(arguments, input, cancellationToken);
        return result.ExitCode == 0 ? result.Output : throw GitProblems.Failed(arguments[0], result.Errors);
    }

    /// <summary>What git prints, as text.</summary>
    /// <inheritdoc cref="RequireAsync(ImmutableArray{string}, ReadOnlyMemory{byte}, CancellationToken)"/>
    public async Task<string> RequireTextAsync(ImmutableArray<string> arguments, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString((await RequireAsync(arguments, ReadOnlyMemory<byte>.Empty, cancellationToken)).Span);

    /// <summary>Starts git for a caller that reads its output while it runs. Its complaints are not kept.</summary>
    public Process Start(ImmutableArray<string> arguments)
    {
        var start = new ProcessStartInfo(Executable, Complete(arguments))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            // Nobody reads them, and a full pipe would stop it.
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception problem)
        {
            throw GitProblems.Missing(problem);
        }
    }

    // A umask belongs to the whole process, so another program has to set it.
    private ToolCommand Command(ImmutableArray<string> arguments) => umask is null
        ? new ToolCommand(Executable, arguments, Environment)
        : new ToolCommand("sh", ["-c", $"umask {umask} && exec \"$0\" \"$@\"", Executable, .. arguments], Environment);

    private ImmutableArray<string> Complete(ImmutableArray<string> arguments) =>
        ["-C", folder, "--no-pager", "-c", "core.quotepath=false", .. arguments];
}
