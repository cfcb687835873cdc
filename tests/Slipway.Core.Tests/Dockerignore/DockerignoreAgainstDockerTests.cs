using System.Formats.Tar;
using CsCheck;
using Slipway.Tests.Contexts;
using Slipway.Tests.Trees;

namespace Slipway.Core.Tests.Dockerignore;

/// <summary>Sends random folders through BuildKit and compares which files arrive.</summary>
public sealed class DockerignoreAgainstDockerTests
{
    private static readonly string[] Names = ["a", "b", "ab", "a.txt", "b.txt", ".x"];

    private static readonly Gen<string> Component = Gen.OneOf(Names);

    private static readonly Gen<string> FilePath =
        Component.Array[1, 3].Select(components => string.Join('/', components));

    private static readonly Gen<string> PatternPart =
        Gen.OneOf("a", "b", "ab", "*", "?", "*.txt", "[a-b]", "[^a]", "a*", ".x", ".*", @"\.x", @"a\.txt");

    // BuildKit up to 20.10 differs from later ones in two things, which are left out here: it does not enter an
    // excluded folder for an exception with wildcards, and in a folder that it enters for an exception it takes '**'
    // for one folder when it asks whether a path lies in an excluded one.
    private static readonly Gen<string[]> Patterns = Gen.OneOf(
        Pattern(Gen.Const(false), Gen.Frequency((6, PatternPart), (1, Gen.Const("**")))).Array[1, 5],
        Pattern(Gen.Frequency((3, false), (1, true)), PatternPart).Array[1, 5]);

    private static Gen<string> Pattern(Gen<bool> exception, Gen<string> part) =>
        from isException in exception
        from parts in (isException ? Component : part).Array[1, 3]
        from lead in Gen.OneOf("", "", "", "/", "./", " ")
        from trail in Gen.OneOf("", "", "", "/", " ")
        select (isException ? "!" : string.Empty) + lead + string.Join('/', parts) + trail;

    [Fact]
    public void The_same_files_arrive_as_with_docker()
    {
        string docker = "/usr/bin/docker";
        string socket = (Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "unix:///var/run/docker.sock")[
            "unix://".Length..
        ];
        Needed.Or(File.Exists(docker) && File.Exists(socket), "a Docker engine with BuildKit");

        // A first line that excludes everything makes exceptions matter.
        var cases =
            from paths in FilePath.Array[1, 12]
            from patterns in Patterns
            from everything in Gen.Frequency((2, Gen.Const(string.Empty)), (1, Gen.Const("*\n")))
            select (paths, text: everything + string.Join('\n', patterns) + "\n");
        cases.Sample(
            item =>
            {
                using var files = Folder(item.paths, item.text);
                Assert.Equal(Docker(docker, files), Ours(files));
            },
            iter: 25,
            threads: 1);
    }

    private static TempTree Folder(string[] paths, string dockerignore)
    {
        var files = new TempTree();
        files.Write("img/Dockerfile", "FROM scratch\nCOPY . /\n").Write("img/.dockerignore", dockerignore);
        foreach (string path in paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            // A path that another one goes through stays a folder.
            if (!paths.Any(other => other.StartsWith(path + "/", StringComparison.Ordinal)))
            {
                files.Write("img/" + path, path);
            }
        }

        return files;
    }

    private static string[] Ours(TempTree files) => [.. ContextCase.Paths(files).Where(path => path != "Dockerfile")];

    private static string[] Docker(string docker, TempTree files)
    {
        string archive = files.Path("out.tar");
        Tools.Run(
            docker,
            ["build", "-q", "-o", $"type=tar,dest={archive}", files.Path("img")],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOCKER_BUILDKIT"] = "1" });
        using var stream = File.OpenRead(archive);
        using var reader = new TarReader(stream);
        var paths = new List<string>();
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && entry.Name != "Dockerfile")
            {
                paths.Add(entry.Name);
            }
        }

        return [.. paths.Order(StringComparer.Ordinal)];
    }
}
