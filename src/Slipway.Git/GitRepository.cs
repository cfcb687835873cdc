using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Trees;
using Slipway.Git.Programs;
using Slipway.Git.Revisions;
using Slipway.Git.Trees;
using Slipway.Model.Diagnostics;
using Slipway.Model.History;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;

namespace Slipway.Git;

/// <summary>What git knows of a folder of a checkout. Only reads; all paths are below that folder.</summary>
public sealed class GitRepository : IDisposable
{
    private readonly GitProgram _git;
    private readonly BlobReader _blobs;

    private readonly GitPlace _place;
    private readonly HiddenReader _hidden;
    private readonly List<BlobReader> _ofSubmodules = [];

    private GitRepository(GitProgram git, string folder, GitPlace place)
    {
        _git = git;
        _place = place;
        _blobs = new BlobReader(git);
        _hidden = new HiddenReader(git, folder);
    }

    /// <summary>Where the folder lies, from the top of the checkout.</summary>
    public RelativePath Place => RelativePath.Parse(_place.Prefix);

    /// <summary>Finds the checkout that a folder is in.</summary>
    /// <param name="folder">The root of the source tree, which may lie below the top of the checkout.</param>
    /// <returns>Null when the folder is in no checkout, or when there is no git.</returns>
    /// <exception cref="SlipwayException">Git refuses the checkout for its owner, the folder is in a git directory, or
    /// git failed.</exception>
    public static async Task<GitRepository?> FindAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await RequireAsync(folder, cancellationToken);
        }
        catch (SlipwayException problem)
            when (problem.Diagnostics[0].Code == GitCodes.GitMissing
                || problem.Diagnostics[0].Code == GitCodes.NotACheckout)
        {
            return null;
        }
    }

    /// <inheritdoc cref="FindAsync"/>
    /// <returns>The checkout.</returns>
    /// <exception cref="SlipwayException">There is none or no git; or as for <see cref="FindAsync"/>.</exception>
    public static async Task<GitRepository> RequireAsync(string folder, CancellationToken cancellationToken)
    {
        var git = new GitProgram(folder);
        return new GitRepository(git, folder, await GitPlace.ReadAsync(git, folder, cancellationToken));
    }

    /// <summary>The checkout that this one is a submodule of, or was when it was cloned.</summary>
    /// <returns>Null when it is none; a clone that only lies in another checkout is none.</returns>
    /// <exception cref="SlipwayException">Git refuses that checkout for its owner, or failed.</exception>
    public Task<Superproject?> FindSuperprojectAsync(CancellationToken cancellationToken) =>
        _place.FindSuperprojectAsync(_git, cancellationToken);

    /// <summary>The commit that a person named.</summary>
    /// <param name="revision">What <c>git rev-parse</c> understands: an id, a branch, a tag, <c>HEAD~2</c>.</param>
    /// <exception cref="SlipwayException">There is no such commit.</exception>
    public async Task<GitRevision> ResolveAsync(string revision, CancellationToken cancellationToken) =>
        await TryResolveAsync(revision, cancellationToken)
        ?? throw GitProblems.RevisionUnknown(
            revision,
            NearestName.Find(revision, await NamesAsync(cancellationToken)),
            await IsShallowAsync(cancellationToken));

    /// <inheritdoc cref="ResolveAsync"/>
    /// <returns>Null when there is no such commit.</returns>
    public async Task<GitRevision?> TryResolveAsync(string revision, CancellationToken cancellationToken)
    {
        if (!IsNoOption(revision))
        {
            return null;
        }

        var answer = await _git.RunAsync(
            ["rev-parse", "--verify", "--quiet", $"{revision}^{{commit}}"], cancellationToken);
        return answer.ExitCode == 0
            ? await DescribeAsync(Encoding.ASCII.GetString(answer.Output.Span).Trim(), cancellationToken)
            : null;
    }

    /// <summary>The last commit that HEAD's own line of history had at a moment.</summary>
    /// <exception cref="SlipwayException">There was none.</exception>
    public async Task<GitRevision> ResolveAtAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        string id = (await _git.RequireTextAsync(
            ["rev-list", "-1", "--first-parent", $"--before={moment.ToUnixTimeSeconds()}", "HEAD", "--"],
            cancellationToken)).Trim();
        return id.Length > 0
            ? await DescribeAsync(id, cancellationToken)
            : throw GitProblems.NoCommitThen(moment, await IsShallowAsync(cancellationToken));
    }

    /// <summary>
    /// Where HEAD left the main branch: <c>origin/HEAD</c>, else origin's or the own <c>main</c> or <c>master</c>.
    /// </summary>
    /// <exception cref="SlipwayException">There is no main branch, or no commit in common.</exception>
    public async Task<GitRevision> MergeBaseWithMainAsync(CancellationToken cancellationToken)
    {
        string main = (await MainBranchesAsync(cancellationToken)).FirstOrDefault()?.Name
            ?? throw GitProblems.NoMainBranch(await IsShallowAsync(cancellationToken));
        return await FindMergeBaseAsync("HEAD", main, cancellationToken)
            ?? throw GitProblems.NoMergeBase(
                main[(main.IndexOf('/', 5) + 1)..], await IsShallowAsync(cancellationToken));
    }

    /// <inheritdoc cref="MainBranchReader.ReadAsync"/>
    /// <returns>None when there is no main branch here.</returns>
    public Task<ImmutableArray<MainBranch>> MainBranchesAsync(CancellationToken cancellationToken) =>
        new MainBranchReader(_git).ReadAsync(cancellationToken);

    /// <summary>
    /// The commit from which two revisions went on; one of them when the other came out of it. Null when they have none
    /// in common, here at least.
    /// </summary>
    /// <param name="one">A revision that git knows.</param>
    /// <param name="other">Another.</param>
    public async Task<GitRevision?> FindMergeBaseAsync(string one, string other, CancellationToken cancellationToken)
    {
        var answer = await _git.RunAsync(["merge-base", one, other], cancellationToken);
        return answer.ExitCode == 0
            ? await DescribeAsync(Encoding.ASCII.GetString(answer.Output.Span).Trim(), cancellationToken)
            : null;
    }

    /// <summary>The e-mail address with which a commit would be made here; null when none is set.</summary>
    public async Task<string?> CommitterAsync(CancellationToken cancellationToken)
    {
        var answer = await _git.RunAsync(["config", "user.email"], cancellationToken);
        return answer.ExitCode == 0 && Encoding.UTF8.GetString(answer.Output.Span).Trim() is { Length: > 0 } address
            ? address
            : null;
    }

    /// <summary>The files that git does not keep.</summary>
    public async Task<UntrackedFiles> UntrackedAsync(CancellationToken cancellationToken) => new(
        await OthersAsync(_git, ["--exclude-standard"], cancellationToken),
        await OthersAsync(_git, ["--exclude-standard", "--ignored"], cancellationToken));

    /// <inheritdoc cref="LineEndReader.ReadAsync"/>
    public Task<FrozenSet<RelativePath>> WithOpenLineEndsAsync(
        IReadOnlyCollection<RelativePath> files, CancellationToken cancellationToken) =>
        LineEndReader.ReadAsync(_git, files, cancellationToken);

    /// <summary>The tree as a revision has it, with everything that git does not keep as it is now.</summary>
    /// <inheritdoc cref="OpenTreeAsync(GitRevision, ISourceTree, bool, CancellationToken)"/>
    public Task<ISourceTree> OpenTreeAsync(
        GitRevision revision, ISourceTree workingTree, CancellationToken cancellationToken) =>
        OpenTreeAsync(revision, workingTree, hideUntracked: false, cancellationToken);

    /// <summary>The tree as a revision has it.</summary>
    /// <param name="workingTree">The tree at this folder. What git does not keep, and files that the revision has just
    /// as they are, are read from it.</param>
    /// <param name="hideUntracked">Whether files that are untracked and not ignored are new, and so not in the
    /// revision. Ignored files are always there: of them git cannot say that they changed.</param>
    /// <returns>Usable until this object is disposed.</returns>
    public async Task<ISourceTree> OpenTreeAsync(
        GitRevision revision, ISourceTree workingTree, bool hideUntracked, CancellationToken cancellationToken)
    {
        var hidden = await HiddenAsync(cancellationToken);
        var changes = await ChangesSinceAsync(revision, hidden, cancellationToken);
        var untracked = hideUntracked ? await OthersAsync(_git, ["--exclude-standard"], cancellationToken) : [];
        var files = await new RevisionFileReader(_git, _blobs, _place.Prefix).ReadAsync(
            changes, untracked, cancellationToken);
        foreach (var submodule in hidden.Submodules)
        {
            files = await WithSubmoduleAsync(files, submodule, changes, hideUntracked, cancellationToken);
        }

        return MountedTree.Over(
            workingTree, new FolderTree(new RevisionFolderReader(MountedTree.OwnOf(workingTree), files)));
    }

    /// <summary>
    /// The tree as a revision has it, and nothing else: neither what git does not keep, nor what it was told to ignore.
    /// </summary>
    /// <inheritdoc cref="OpenTreeAsync(GitRevision, ISourceTree, bool, CancellationToken)"/>
    public async Task<ISourceTree> OpenCommittedAsync(
        GitRevision revision, ISourceTree workingTree, CancellationToken cancellationToken)
    {
        var changes = await ChangesSinceAsync(revision, await HiddenAsync(cancellationToken), cancellationToken);
        var files = await new RevisionFileReader(_git, _blobs, _place.Prefix).ReadAsync(
            changes, await OthersAsync(_git, [], cancellationToken), cancellationToken);
        return MountedTree.Over(
            workingTree, new FolderTree(new RevisionFolderReader(MountedTree.OwnOf(workingTree), files)));
    }

    /// <summary>The branches of the remote <c>origin</c>, as they were fetched last, that have a commit.</summary>
    public async Task<ImmutableArray<string>> BranchesWithAsync(
        GitRevision revision, CancellationToken cancellationToken) =>
    [
        .. (await _git.RequireTextAsync(
            ["for-each-ref", $"--contains={revision.Id}", "--format=%(refname:lstrip=3)", "refs/remotes/origin"],
            cancellationToken))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(branch => branch != "HEAD"),
    ];

    /// <summary>Whether this is a checkout of a repository, by the address of its remote <c>origin</c>.</summary>
    public async Task<bool> IsOfAsync(string repository, CancellationToken cancellationToken)
    {
        return Uri.TryCreate(repository, UriKind.Absolute, out var wanted)
            && await FindSourceAsync(cancellationToken) is { } own
            && Plain(own) == Plain(wanted);

        static string Plain(Uri address) =>
            (address.Host + address.AbsolutePath.TrimEnd('/')) is var text
            && text.EndsWith(".git", StringComparison.Ordinal)
                ? text[..^".git".Length]
                : text;
    }

    /// <summary>The tracked files that are not what a revision has, by path.</summary>
    public async Task<ImmutableArray<GitChange>> ChangesSinceAsync(
        GitRevision revision, CancellationToken cancellationToken) =>
        await ChangesSinceAsync(revision, await HiddenAsync(cancellationToken), cancellationToken);

    /// <summary>What may differ from a revision without git telling.</summary>
    public Task<HiddenFiles> HiddenAsync(CancellationToken cancellationToken) => _hidden.ReadAsync(cancellationToken);

    /// <summary>What git has and this checkout lacks, as a sparse one does.</summary>
    public Task<HiddenFiles> LackingAsync(CancellationToken cancellationToken) =>
        _hidden.LackingAsync(cancellationToken);

    /// <summary>Those of the hidden files that are not what a revision has.</summary>
    public async Task<FrozenSet<RelativePath>> HiddenSinceAsync(
        GitRevision revision, HiddenFiles hidden, CancellationToken cancellationToken) =>
        (await _hidden.ChangesAsync(hidden.Files, revision, cancellationToken))
        .Select(change => change.Path)
        .OfType<RelativePath>()
        .ToFrozenSet();

    /// <summary>
    /// The tracked files whose content or mode is not what a revision has, once line ends are converted as git does. A
    /// file that was only touched is not among them.
    /// </summary>
    public async Task<FrozenSet<RelativePath>> ModifiedSinceAsync(
        GitRevision revision, CancellationToken cancellationToken)
    {
        var output = await _git.RequireAsync(
            [
                "diff", "-z", "--name-only", "--relative", "--no-renames", "--no-ext-diff", "--ignore-submodules=dirty",
                revision.Id, "--",
            ],
            ReadOnlyMemory<byte>.Empty,
            cancellationToken);
        return GitOutput
            .Fields(output)
            .Select(field => GitOutput.Path(field.Span))
            .OfType<RelativePath>()
            .ToFrozenSet();
    }

    /// <summary>
    /// The newest commit that removed one of some files; null when none did, as far as is known here.
    /// </summary>
    public Task<GitRevision?> FindRemovalAsync(
        IEnumerable<RelativePath> files, CancellationToken cancellationToken) =>
        FindChangeAsync(["--diff-filter=D"], files, cancellationToken);

    /// <summary>
    /// The newest commit that changed lines of a file which fit a pattern; null when none did, as far as is known here.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="pattern">An extended regular expression of POSIX.</param>
    public Task<GitRevision?> FindChangeAsync(
        RelativePath file, string pattern, CancellationToken cancellationToken) =>
        FindChangeAsync([$"-G{pattern}"], [file], cancellationToken);

    private async Task<GitRevision?> FindChangeAsync(
        ImmutableArray<string> which, IEnumerable<RelativePath> files, CancellationToken cancellationToken)
    {
        // With the whole history: a branch that never had a file hides the one that removed it else.
        string id = (await _git.RequireTextAsync(
            [
                "log", "--max-count=1", "--format=%H", "--no-show-signature", "--no-renames", "--full-history",
                .. which, "HEAD", "--", .. files.Select(file => file.Value),
            ],
            cancellationToken)).Trim();
        return id.Length > 0 ? await DescribeAsync(id, cancellationToken) : null;
    }

    /// <summary>What files contained in the past.</summary>
    /// <param name="revisions">Commits that are looked at first;
    /// those that this checkout does not have are passed over.</param>
    /// <returns>Usable until this object is disposed.</returns>
    public IContentHistory History(IEnumerable<string> revisions) =>
        new FileHistory(_git, _blobs, _place.Prefix, [.. revisions.Where(IsNoOption)]);

    public void Dispose()
    {
        _blobs.Dispose();
        _ofSubmodules.ForEach(blobs => blobs.Dispose());
    }

    /// <summary>Where the checkout came from, without what only its owner may know.</summary>
    /// <returns>The page of the remote <c>origin</c>; null when there is none on the web.</returns>
    public async Task<Uri?> FindSourceAsync(CancellationToken cancellationToken)
    {
        var answer = await _git.RunAsync(["config", "--get", "remote.origin.url"], cancellationToken);
        return answer.ExitCode == 0
            ? RemoteUrl.Publishable(Encoding.UTF8.GetString(answer.Output.Span).TrimEnd('\n'))
            : null;
    }

    /// <summary>Whether only the newest commits were fetched, as CI often does.</summary>
    public async Task<bool> IsShallowAsync(CancellationToken cancellationToken)
    {
        var answer = await _git.RunAsync(["rev-parse", "--is-shallow-repository"], cancellationToken);
        return answer.ExitCode == 0 && answer.Output.Span.StartsWith("true"u8);
    }

    /// <summary>A text with a dash in front would be an option.</summary>
    private static bool IsNoOption(string revision) =>
        revision.Length > 0 && revision[0] != '-' && !revision.Contains('\0', StringComparison.Ordinal);

    private static async Task<FrozenSet<RelativePath>> OthersAsync(
        GitProgram git, ImmutableArray<string> options, CancellationToken cancellationToken)
    {
        var output = await git.RequireAsync(
            ["ls-files", "-z", "--others", .. options], ReadOnlyMemory<byte>.Empty, cancellationToken);
        // A name that is not UTF-8 cannot be in a context.
        return GitOutput
            .Fields(output)
            .Select(field => GitOutput.Path(field.Span))
            .OfType<RelativePath>()
            .ToFrozenSet();
    }

    private async Task<ImmutableArray<GitChange>> ChangesSinceAsync(
        GitRevision revision, HiddenFiles hidden, CancellationToken cancellationToken) =>
    [
        .. await ChangesSinceAsync(_git, revision.Id, cancellationToken),
        .. await _hidden.ChangesAsync(hidden.Files, revision, cancellationToken),
    ];

    private static async Task<ImmutableArray<GitChange>> ChangesSinceAsync(
        GitProgram git, string revision, CancellationToken cancellationToken) =>
        RawDiff.Parse(await git.RequireAsync(
            ["diff-index", "--relative", "-z", "--raw", "--no-renames", "--ignore-submodules=dirty", revision, "--"],
            ReadOnlyMemory<byte>.Empty,
            cancellationToken));

    /// <summary>The same with what a submodule had at the revision, where its repository knows that.</summary>
    private async Task<RevisionFiles> WithSubmoduleAsync(
        RevisionFiles files,
        Submodule submodule,
        ImmutableArray<GitChange> changes,
        bool hideUntracked,
        CancellationToken cancellationToken)
    {
        var change = changes.FirstOrDefault(candidate => candidate.Path == submodule.Path);
        if (submodule.State == SubmoduleState.NotCloned
            || change is not (null or { Mode: GitMode.Submodule })
            || (change is null && submodule.State == SubmoduleState.Clean))
        {
            return files;
        }

        string commit = change?.Object ?? submodule.Commit;
        var git = new GitProgram(_hidden.FullPath(submodule.Path));
        var known = await git.RunAsync(["cat-file", "-e", $"{commit}^{{commit}}"], cancellationToken);
        if (known.ExitCode != 0)
        {
            return files;
        }

        var blobs = new BlobReader(git);
        _ofSubmodules.Add(blobs);
        var inner = await new RevisionFileReader(git, blobs, string.Empty).ReadAsync(
            await ChangesSinceAsync(git, commit, cancellationToken),
            hideUntracked ? await OthersAsync(git, ["--exclude-standard"], cancellationToken) : [],
            cancellationToken);
        return files.With(submodule.Path, inner);
    }

    /// <summary>What leads to commits: branches, those that were fetched among them, tags, working trees.</summary>
    public Task<ImmutableArray<GitTip>> TipsAsync(CancellationToken cancellationToken) =>
        new TipReader(_git).ReadAsync(cancellationToken);

    /// <summary>The names of all branches and tags.</summary>
    public async Task<IReadOnlyCollection<string>> NamesAsync(CancellationToken cancellationToken) =>
        (await _git.RequireTextAsync(
            ["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"],
            cancellationToken))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<GitRevision> DescribeAsync(string id, CancellationToken cancellationToken)
    {
        string text = await _git.RequireTextAsync(
            ["show", "--no-patch", "--no-show-signature", "--format=%H%n%ct%n%s", id, "--"], cancellationToken);
        string[] lines = text.Split('\n');
        return new GitRevision(lines[0], DateTimeOffset.FromUnixTimeSeconds(long.Parse(lines[1])), lines[2]);
    }
}
