using System.Collections.Immutable;
using System.Formats.Tar;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Slipway.Cli.Hosting;
using Slipway.Cli.Invocations;
using Slipway.Cli.Options;
using Slipway.Core.Planning;
using Slipway.Model.Builds;
using Slipway.Model.Indexing;
using Slipway.Model.Storage;
using Slipway.Model.Values;

namespace Slipway.Cli.Tests.Support;

/// <summary>A git checkout with images, and a store into which they are put without an engine.</summary>
internal sealed class BuiltTree : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-why-");

    public BuiltTree()
    {
        Home = Path.Join(_folder.FullName, "home");
        Write("slipway.yml", "prefix: test\nfolder: images\n");
        Git("init", "--quiet", "--initial-branch=main");
    }

    public string Root => Path.Join(_folder.FullName, "tree");

    /// <summary>Whether builds leave their inputs in the store.</summary>
    public bool KeepsManifests { get; set; } = true;

    /// <summary>Where builds say that their sources come from.</summary>
    public BuildSource? Source { get; set; }

    /// <summary>The folder of the store; another one is another machine.</summary>
    public string Home { get; set; }

    public BuiltTree Write(string path, string content)
    {
        string full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    public BuiltTree Image(string name, string dockerfile) => Write($"images/{name}/Dockerfile", dockerfile);

    public BuiltTree Link(string path, string target)
    {
        File.Delete(Path.Join(Root, path));
        File.CreateSymbolicLink(Path.Join(Root, path), target);
        return this;
    }

    public BuiltTree MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                Path.Join(Root, path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return this;
    }

    public BuiltTree Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(Root, to))!);
        File.Move(Path.Join(Root, from), Path.Join(Root, to));
        return this;
    }

    public BuiltTree Delete(string path)
    {
        File.Delete(Path.Join(Root, path));
        return this;
    }

    public BuiltTree Commit(string message = "change", string date = "2026-11-10T00:00:00Z", string author = "Test")
    {
        Git("add", "--all");
        GitTool.Run(Root, ["commit", "--quiet", $"--message={message}"], date, author);
        return this;
    }

    public string Git(params string[] arguments)
    {
        Directory.CreateDirectory(Root);
        return GitTool.Run(Root, arguments);
    }

    public Task<CliRun> RunAsync(params string[] arguments) =>
        CliRun.RunAsync([.. arguments, "--root", Root, "--home", Home]);

    /// <summary>Writes into the database behind Slipway's back.</summary>
    /// <returns>How many rows that changed.</returns>
    public int Forge(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Join(Home, "index.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>Does what <c>slipway build</c> does, but for the engine's part.</summary>
    /// <param name="cause">Written down as why.</param>
    /// <param name="age">How long ago it was built.</param>
    /// <param name="force">Whether everything is built.</param>
    /// <param name="options">Options of the command line, such as <c>--level</c>, and images, if not all are
    /// built.</param>
    public async Task BuildAsync(
        BuildReason? cause = null, TimeSpan age = default, bool force = false, params string[] options)
    {
        var arguments = new SlipwayRoot(new GlobalOptions(), []).Parse([
            "plan",
            "--root",
            Root,
            "--home",
            Home,
            .. options,
        ]);
        await using var invocation = new Invocation(arguments, Cancel);
        var (plan, inputs) = await invocation.Workspace.PlanAsync(
            invocation.Workspace.Select(arguments.GetValue<string[]>("IMAGE") ?? []), force, Cancel);
        var made = plan.Images
            .Where(image => image.Found?.Entry.ImageHash is not null)
            .ToDictionary(image => image.Name, image => image.Found!.Entry.ImageHash!.Value);
        foreach (var planned in plan.ToBuild)
        {
            var finished = DateTimeOffset.UtcNow - age;
            var stored = await StoreAsync(invocation, planned);
            if (KeepsManifests)
            {
                await invocation.Workspace.Parts.Store.Images.PutBlobAsync(
                    inputs[planned.Name].WriteManifest(), Cancel);
            }

            var record = new BuildRecord
            {
                Id = BuildId.New(),
                Image = planned.Name,
                Digest = planned.Digest,
                InputsManifest = inputs[planned.Name].Manifest,
                Level = plan.Push.Level,
                PullRequest = plan.Push.PullRequest,
                PushDate = plan.Push.PushDate,
                Started = finished - TimeSpan.FromSeconds(2),
                Finished = finished,
                Reason = cause,
                Result = BuildResult.Succeeded,
                ImageHash = stored.ImageHash,
                Size = inputs[planned.Name].Context.Files.Sum(file => file.Size),
                Engine = "none",
                Source = Source,
                Parents = invocation.Workspace.Catalog[planned.Name].Parents
                    .Select(edge => edge.Parent)
                    .Where(made.ContainsKey)
                    .ToImmutableSortedDictionary(
                        parent => parent.Value, parent => made[parent], StringComparer.Ordinal),
            };
            made[planned.Name] = stored.ImageHash;
            await invocation.Workspace.Parts.Store.Builds.AddAsync(record, Cancel);
            foreach (var ns in planned.Inserts)
            {
                await invocation.Workspace.Parts.Store.Index.InsertAsync(EntryOf(ns, plan, record), Cancel);
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static IndexEntry EntryOf(IndexNamespace ns, BuildPlan plan, BuildRecord record) =>
        new(
            ns,
            record.Id,
            plan.Push.PushDate.ToUnixTimeSeconds(),
            plan.Expires,
            ImmutableSortedDictionary<string, string>
                .Empty.Add(
                    IndexData.BuiltAt,
                    record.Finished.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
                .Add(IndexData.Digest, record.Digest.ToString())
                .Add(IndexData.ImageHash, record.ImageHash.ToString()!)
                .Add(IndexData.Scope, record.Scope.Text)
                .Add(IndexData.Image, record.Image.Value));

    /// <summary>Stores an image with one small layer of its own.</summary>
    private static async Task<StoredImage> StoreAsync(Invocation invocation, PlannedImage planned)
    {
        byte[] layer = Tar(("name", Encoding.UTF8.GetBytes(planned.Name.Value)));
        string layerId = Sha256Digest.Of(layer).ToOciString();
        byte[] config = Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":["{{{layerId}}}"]}}""");
        var hash = ImageHash.Of(config);
        byte[] archive = Tar(
            ($"{hash}.json", config),
            ("layer.tar", layer),
            (
                "manifest.json",
                Encoding.UTF8.GetBytes($$"""[{"Config":"{{hash}}.json","RepoTags":null,"Layers":["layer.tar"]}]""")));
        return (await invocation.Workspace.Parts.Store.Images.PutAsync(
            new MemoryStream(archive), new EngineImageLayers(hash, [DiffId.Of(layer)]), null, Cancel)).Image;
    }

    private static byte[] Tar(params (string Name, byte[] Content)[] files)
    {
        var buffer = new MemoryStream();
        using (var tar = new TarWriter(buffer, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = new MemoryStream(content),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                });
            }
        }

        return buffer.ToArray();
    }
}
