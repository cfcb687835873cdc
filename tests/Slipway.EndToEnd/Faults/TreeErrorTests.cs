using System.Net.Sockets;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Faults;

/// <summary>Every error of a build context that the documentation promises, told by the command line.</summary>
public sealed class TreeErrorTests : IAsyncDisposable
{
    private const string Sound = "FROM scratch\n";

    private readonly Sandbox _sandbox = new();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task All_problems_of_a_tree_are_told_in_one_run_with_file_and_line()
    {
        Machine.RequireSlipway();
        Machine.RequireRoot();
        _sandbox
            .Write("slipway.yml", "prefix: e2e\nfolder: images\nimages:\n  no-dockerfile: {}\n")
            .Write("images/no-dockerfile/readme", "not a Dockerfile")
            .Write("images/missing/Dockerfile", Sound + "# %include no/such\n")
            .Write("images/absolute/Dockerfile", Sound + "\n# %include /etc/hosts\n")
            .Write("images/outside/Dockerfile", Sound + "# %include ../tree-evil\n")
            .Write("../tree-evil/file", "outside")
            .Write("images/setuid/Dockerfile", Sound)
            .Write("images/setuid/tool", "#!/bin/sh\n")
            .Write("images/fifo/Dockerfile", Sound)
            .Write("images/socket/Dockerfile", Sound)
            .Write("images/device/Dockerfile", Sound)
            .Write("images/link/Dockerfile", Sound)
            .Write("images/empty/Dockerfile", string.Empty)
            .Write("images/no-from/Dockerfile", "RUN true\n")
            .Write("images/no-argument/Dockerfile", Sound + "# %ARG VERSION\nLABEL v=$VERSION\n")
            .Write("images/run-task/Dockerfile", Sound + "# %include-run-task\n")
            .Write("images/not-utf8/Dockerfile", Sound);
        string images = Path.Join(_sandbox.Tree, "images");
        await File.WriteAllBytesAsync(
            Path.Join(images, "not-utf8", "Dockerfile"), [.. "FROM scratch\nLABEL a=\xff\n".Select(c => (byte)c)],
            TestContext.Current.CancellationToken);
        await Tool.CheckAsync("chmod", "4755", Path.Join(images, "setuid", "tool"));
        await Tool.CheckAsync("mkfifo", Path.Join(images, "fifo", "pipe"));
        await Tool.CheckAsync("mknod", Path.Join(images, "device", "null"), "c", "1", "3");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Join(images, "socket", "s")));
        File.CreateSymbolicLink(Path.Join(images, "link", "out"), "../../../tree-evil/file");

        var problems = Problems.Of(await _sandbox.SlipwayAsync("plan"), exitCode: 2);

        Assert.Equal(
            [
                (1202, "images/absolute/Dockerfile:3"),
                (1206, "images/device/null"),
                (1121, "images/empty/Dockerfile"),
                (1206, "images/fifo/pipe"),
                (1204, "images/link/out"),
                (1201, "images/missing/Dockerfile:2"),
                (1125, "images/no-argument/Dockerfile:2"),
                (1120, "images/no-dockerfile/Dockerfile"),
                (1122, "images/no-from/Dockerfile"),
                (1123, "images/not-utf8/Dockerfile:2"),
                (1203, "images/outside/Dockerfile:2"),
                (1213, "images/run-task/Dockerfile:2"),
                (1205, "images/setuid/tool"),
                (1206, "images/socket/s"),
            ],
            problems.Select(problem => (problem.Code, Place(problem))).OrderBy(
                problem => problem.Item2, StringComparer.Ordinal));
        Assert.False(Directory.Exists(_sandbox.StoreFolder()), "a tree that cannot be read leaves no store");
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("build")]
    [InlineData("list")]
    [InlineData("hash", "app")]
    [InlineData("context", "app", "-o", "-")]
    [InlineData("load", "app")]
    [InlineData("run", "app")]
    public async Task Every_command_refuses_a_broken_tree_in_the_same_way(params string[] command)
    {
        Machine.RequireSlipway();
        _sandbox.Write("images/app/Dockerfile", Sound + "# %include no/such\n");

        var problem = Problems.Single(await _sandbox.SlipwayAsync(command), exitCode: 2, code: 1201);

        Assert.Contains("no/such", problem.Message, StringComparison.Ordinal);
        Assert.StartsWith("images/app/Dockerfile:2", problem.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_neighbour_whose_name_begins_like_the_root_is_outside()
    {
        Machine.RequireSlipway();
        _sandbox
            .Write("../tree-evil/file", "outside")
            .Write("images/app/Dockerfile", Sound + "# %include ../tree-evil/file\n");

        var problem = Problems.Single(await _sandbox.SlipwayAsync("hash", "app"), exitCode: 2, code: 1203);

        Assert.Contains("../tree-evil/file", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>File and line without the column.</summary>
    private static string? Place(Problem problem) =>
        problem.Location?.Split(':') is [var file, var line, ..] ? $"{file}:{line}" : problem.Location;
}
