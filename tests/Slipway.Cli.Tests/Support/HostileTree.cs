using System.Collections.Immutable;
using System.Text;
using Slipway.Cli.Hosting;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Model.Indexing;
using Slipway.Model.Values;

namespace Slipway.Cli.Tests.Support;

/// <summary>
/// A tree, its history and its store, in which every text that may hold anything holds what takes terminals over.
/// </summary>
internal sealed class HostileTree : IDisposable
{
    /// <summary>
    /// A window's title, colours in both spellings, a bell, turned and hidden text, a tag, and the ends of lines but
    /// one.
    /// </summary>
    public const string Evil =
        "\u001b]0;owned\u0007\u001b[5;41m\u009b31m\u202e\u200b\u2066\u2028\ufeff\u007f\udb40\udc41\r::add-mask::x "
        + "##[error]y";

    /// <summary>The same with a line of its own, where a text may hold one.</summary>
    public const string EvilLines = Evil + "\n" + Forged + "\n::error::" + Forged;

    /// <summary>What begins no line of any output.</summary>
    public const string Forged = "SLIP9999: forged";

    public const string FoundNamespace = "test.evil";

    private readonly BuiltTree _tree = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("slipway-hostile-").FullName;

    public string OutputFile => Path.Join(_folder, "output");

    public string EvilFile => $"images/app/file{EvilLines.Replace('/', '_')}";

    public static async Task<HostileTree> CreateAsync()
    {
        var tree = new HostileTree();
        await tree.FillAsync();
        return tree;
    }

    public Task<CliRun> RunAsync(params string[] arguments) => _tree.RunAsync(arguments);

    /// <summary>A tree beside it of which nothing is right, and every mistake is quoted.</summary>
    public static BuiltTree Broken()
    {
        string quoted = Quoted(EvilLines);
        string name = EvilLines.Replace('/', '_');
        return new BuiltTree()
            .Write(
                "slipway.yml",
                $"""
                prefix: {quoted}
                folder: images
                engine: {quoted}
                backend: {quoted}
                platform: {quoted}
                run-task: {quoted}
                insecure-registries: [{quoted}]
                {quoted}: 1
                levels:
                  {quoted}: [{quoted}]
                index:
                  {quoted}: {quoted}
                images:
                  {quoted}: {quoted}
                  app:
                    parent: {quoted}
                    max-age: {quoted}
                    secrets: [{quoted}]
                    args:
                      {quoted}: {quoted}
                    {quoted}: {quoted}
                """)
            .Image(name, "FROM scratch\n")
            .Image(
                "app",
                $"# %include ../{Evil}\n# %include {Evil}\n# %ARG {Evil}\nFROM {Evil}\nCOPY --from={Evil} / /\nRUN "
                + $"--mount=from={Evil} true\n")
            .Write($"images/app/HASH", Evil)
            .Write($"images/app/VERSION", Evil)
            .Write($"images/REGISTRY", Evil)
            .Write("trust/allowlist.yml", $"images: {quoted}\n{quoted}: 1\n");
    }

    public void Dispose()
    {
        _tree.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A string of YAML.</summary>
    private static string Quoted(string text)
    {
        var characters = text.Select(c =>
            char.IsAsciiLetterOrDigit(c) || char.IsSurrogate(c) ? c.ToString() : $"\\u{(int)c:x4}");
        return $"\"{string.Concat(characters)}\"";
    }

    private async Task FillAsync()
    {
        string folder = EvilLines.Replace('/', '_');
        _tree
            .Write(
                "slipway.yml",
                $"""
                prefix: test
                folder: images
                images:
                  app:
                    args:
                      VALUE: {Quoted(EvilLines)}
                """)
            .Image("app", $"# %include shared\nFROM scratch\nLABEL evil=\"{Evil}\"\nCOPY . /\n# {Evil}\n")
            .Image("child", "FROM app\nCOPY --from=registry.invalid/a:1 / /\n")
            .Image("more", $"FROM app\nRUN echo {Evil}\n")
            .Write($"shared/{folder}/{folder}", "1\n")
            .Write(EvilFile, $"one\n{Evil}\n")
            .Link($"images/app/link{Evil.Replace('/', '_')}", $"target{Evil}")
            .Commit($"{Evil} first", "2026-11-10T00:00:00Z");
        await _tree.BuildAsync();
        _tree.Write(EvilFile, $"two\n{Evil}x\n").Image("more", $"FROM app\nRUN echo {Evil}2\n")
            .Commit(EvilLines, "2026-11-11T00:00:00Z", Evil.Replace("\r", string.Empty, StringComparison.Ordinal));
        await _tree.BuildAsync();
        _tree.Write(EvilFile, $"three\n{Evil}y\n").Write($"images/app/untracked{folder}", Evil);
        await KeepAsync();
    }

    private async Task KeepAsync()
    {
        var arguments = new SlipwayRoot(new GlobalOptions(), []).Parse([
            "plan",
            "--root",
            _tree.Root,
            "--home",
            _tree.Home,
        ]);
        await using var invocation = new Invocation(arguments, CancellationToken.None);
        var records = await invocation.Workspace.Parts.Store.Builds.ListAsync(
            ImageName.Parse("app"), 1, CancellationToken.None);
        var record = records[0] with
        {
            Id = BuildId.New(),
            Project = EvilLines,
            Revision = EvilLines,
            Engine = EvilLines,
            PullRequest = null,
            Started = records[0].Started.AddSeconds(1),
            Finished = records[0].Finished.AddSeconds(1),
        };
        await invocation.Workspace.Parts.Store.Builds.AddAsync(record, CancellationToken.None);
        await using (var log = invocation.Workspace.Parts.Store.Builds.CreateLog(record.Id))
        {
            await log.WriteAsync(
                Encoding.UTF8.GetBytes($"#1 step\n{Evil}\n  ::error::x\n{Evil}{new string('x', 200_000)}"));
        }

        await invocation.Workspace.Parts.Store.Index.InsertAsync(
            new IndexEntry(
                IndexNamespace.Parse(FoundNamespace),
                record.Id,
                1,
                DateTimeOffset.UtcNow.AddDays(1),
                ImmutableSortedDictionary<string, string>
                    .Empty.Add(EvilLines, EvilLines)
                    .Add(IndexData.Scope, EvilLines)),
            CancellationToken.None);
    }
}
