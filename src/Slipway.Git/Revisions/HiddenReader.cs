using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Slipway.Git.Programs;
using Slipway.Model.Values;

namespace Slipway.Git.Revisions;

/// <summary>Finds out what git passes over when it compares a checkout with a revision.</summary>
/// <param name="git">Runs git in the root.</param>
/// <param name="root">The root, an absolute path.</param>
internal sealed class HiddenReader(GitProgram git, string root)
{
    /// <summary>The files and submodules that need a look of their own.</summary>
    /// <remarks>https://git-scm.com/docs/git-ls-files: <c>-v</c>, <c>-s</c>.</remarks>
    public Task<HiddenFiles> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync(StateAsync, cancellationToken);

    /// <summary>The tracked files that are not on disk because they are not checked out, and the submodules that are
    /// not cloned. Nothing is asked of those that are.</summary>
    public async Task<HiddenFiles> LackingAsync(CancellationToken cancellationToken)
    {
        var hidden = await ReadAsync(
            (path, _, _) => Task.FromResult(IsCloned(path) ? SubmoduleState.Clean : SubmoduleState.NotCloned),
            cancellationToken);
        return new HiddenFiles(
            hidden.Files
                .Where(file => file.Value == HidingReason.Skipped && !Path.Exists(FullPath(file.Key)))
                .ToFrozenDictionary(),
            [.. hidden.Submodules.Where(submodule => submodule.State == SubmoduleState.NotCloned)]);
    }

    private async Task<HiddenFiles> ReadAsync(
        Func<RelativePath, string, CancellationToken, Task<SubmoduleState>> stateOf,
        CancellationToken cancellationToken)
    {
        var output = await git.RequireAsync(
            ["ls-files", "-z", "-v", "--stage"], ReadOnlyMemory<byte>.Empty, cancellationToken);
        var files = new Dictionary<RelativePath, HidingReason>();
        var submodules = ImmutableArray.CreateBuilder<Submodule>();
        foreach (var field in GitOutput.Fields(output))
        {
            // "<tag> <mode> <object> <stage>\t<path>"; nearly all of them are "H 100…", which is not worth a text.
            char tag = (char)field.Span[0];
            bool isSubmodule = field.Span[2..].StartsWith("160000"u8);
            if ((tag == 'H' && !isSubmodule)
                || GitOutput.Path(field.Span[(field.Span.IndexOf((byte)'\t') + 1)..]) is not { } path)
            {
                continue;
            }

            if (isSubmodule)
            {
                string commit = Encoding.ASCII.GetString(field.Span[9..field.Span.IndexOf((byte)'\t')]).Split(' ')[0];
                submodules.Add(new Submodule(path, commit, await stateOf(path, commit, cancellationToken)));
            }
            else if (char.ToUpperInvariant(tag) == 'S')
            {
                files[path] = HidingReason.Skipped;
            }
            else if (char.IsAsciiLetterLower(tag))
            {
                files[path] = HidingReason.AssumedUnchanged;
            }
        }

        return new HiddenFiles(files.ToFrozenDictionary(), submodules.ToImmutable());
    }

    /// <summary>What a revision has of the files that git does not look at, where it is not what is on disk.</summary>
    public async Task<ImmutableArray<GitChange>> ChangesAsync(
        FrozenDictionary<RelativePath, HidingReason> hidden, GitRevision revision, CancellationToken cancellationToken)
    {
        if (hidden.Count == 0)
        {
            return [];
        }

        var then = await EntriesAsync(hidden, revision, cancellationToken);
        RelativePath[] present = [.. hidden.Keys.Where(path => File.Exists(FullPath(path)) && !IsLink(path))];
        var now = await HashesAsync(present, cancellationToken);
        return
        [
            .. hidden.Keys.Where(path => !IsSame(path, then, now)).Select(path =>
                then.GetValueOrDefault(path) is { } entry
                    ? entry with { IsFar = true }
                    : new GitChange(path, Encoding.UTF8.GetBytes(path.Value), GitMode.Absent, string.Empty)),
        ];
    }

    /// <summary>Whether a repository stands in a folder.</summary>
    public bool IsCloned(RelativePath submodule) => Path.Exists(Path.Join(FullPath(submodule), ".git"));

    public string FullPath(RelativePath path) => Path.Join(root, path.Value);

    private async Task<SubmoduleState> StateAsync(
        RelativePath path, string commit, CancellationToken cancellationToken)
    {
        if (!IsCloned(path))
        {
            return SubmoduleState.NotCloned;
        }

        var inner = new GitProgram(FullPath(path));
        var head = await inner.RunAsync(["rev-parse", "HEAD"], cancellationToken);
        if (head.ExitCode != 0)
        {
            return SubmoduleState.NotCloned;
        }

        if (Encoding.ASCII.GetString(head.Output.Span).Trim() != commit)
        {
            return SubmoduleState.Moved;
        }

        var status = await inner.RunAsync(["status", "--porcelain", "-z"], cancellationToken);
        return status is { ExitCode: 0, Output.IsEmpty: true } ? SubmoduleState.Clean : SubmoduleState.Edited;
    }

    private bool IsLink(RelativePath path) => new FileInfo(FullPath(path)).LinkTarget is not null;

    /// <summary>Links are taken for changed: reading one from git costs nothing, and gives the same.</summary>
    private bool IsSame(
        RelativePath path, Dictionary<RelativePath, GitChange> then, Dictionary<RelativePath, string> now)
    {
        var entry = then.GetValueOrDefault(path);
        if (!now.TryGetValue(path, out string? blob))
        {
            return entry is null && !Path.Exists(FullPath(path));
        }

        bool isExecutable = !OperatingSystem.IsWindows()
            && File.GetUnixFileMode(FullPath(path)).HasFlag(UnixFileMode.UserExecute);
        return entry is not null && entry.Object == blob && (entry.Mode == GitMode.Executable) == isExecutable;
    }

    private async Task<Dictionary<RelativePath, GitChange>> EntriesAsync(
        FrozenDictionary<RelativePath, HidingReason> hidden, GitRevision revision, CancellationToken cancellationToken)
    {
        var output = await git.RequireAsync(
            ["ls-tree", "-z", "-r", revision.Id], ReadOnlyMemory<byte>.Empty, cancellationToken);
        var entries = new Dictionary<RelativePath, GitChange>();
        foreach (var field in GitOutput.Fields(output))
        {
            // "<mode> <type> <object>\t<path>"
            int tab = field.Span.IndexOf((byte)'\t');
            if (GitOutput.Path(field.Span[(tab + 1)..]) is { } path && hidden.ContainsKey(path))
            {
                string[] head = Encoding.ASCII.GetString(field.Span[..tab]).Split(' ');
                entries[path] = new GitChange(path, field[(tab + 1)..], Convert.ToInt32(head[0], fromBase: 8), head[2]);
            }
        }

        return entries;
    }

    /// <summary>The blobs that the files would be, line ends converted as git does.</summary>
    private async Task<Dictionary<RelativePath, string>> HashesAsync(
        RelativePath[] files, CancellationToken cancellationToken)
    {
        // One name a line: a name with a line end in it is asked for by itself, and there is hardly ever one.
        var input = new ArrayBufferWriter<byte>();
        RelativePath[] plain = Array.FindAll(files, file => !file.Value.Contains('\n', StringComparison.Ordinal));
        foreach (var file in plain)
        {
            Encoding.UTF8.GetBytes(file.Value + "\n", input);
        }

        if (plain.Length == 0)
        {
            return [];
        }

        var output = await git.RequireAsync(["hash-object", "--stdin-paths"], input.WrittenMemory, cancellationToken);
        string[] hashes = Encoding.ASCII.GetString(output.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return plain.Zip(hashes).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
