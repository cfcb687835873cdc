using System.Text.Json.Nodes;
using Slipway.EndToEnd.Faults.Support;
using Slipway.EndToEnd.Support;
using Slipway.Tests;

namespace Slipway.EndToEnd.Sharing.Support;

/// <summary>A machine with a store and folders of its own, in which processes run in one tree.</summary>
/// <param name="tree">The tree.</param>
/// <param name="variables">Variables besides those that say where everything is.</param>
internal sealed class SharedMachine(string tree, IReadOnlyDictionary<string, string?>? variables = null) : IDisposable
{
    private readonly TempFolder _folder = new();

    public Dictionary<string, string?> Variables()
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NO_COLOR"] = "1",
            ["SLIPWAY_HOME"] = Path.Join(_folder.Path, "home"),
            ["XDG_DATA_HOME"] = Path.Join(_folder.Path, "data"),
            ["XDG_CACHE_HOME"] = Path.Join(_folder.Path, "cache"),
            ["XDG_CONFIG_HOME"] = Path.Join(_folder.Path, "config"),
            // Nobody's credentials of this machine count.
            ["DOCKER_CONFIG"] = Path.Join(_folder.Path, "docker"),
            ["XDG_RUNTIME_DIR"] = Path.Join(_folder.Path, "run"),
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string?>())
        {
            all[name] = value;
        }

        return all;
    }

    /// <summary>Starts the CLI in the tree.</summary>
    public BackgroundSlipway Start(params string[] arguments) =>
        BackgroundSlipway.Start(tree, Variables(), arguments);

    /// <summary>Runs the CLI in the tree.</summary>
    public Task<ToolResult> RunAsync(params string[] arguments) =>
        Tool.RunAsync(Machine.Slipway, arguments, tree, Variables());

    /// <summary>Runs the CLI in the tree; it must succeed.</summary>
    public async Task<string> CheckAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"slipway {string.Join(' ', arguments)}: {result}");
        return result.Output.Trim();
    }

    /// <summary>Runs the CLI with <c>--json</c>; it must succeed.</summary>
    public async Task<JsonNode> JsonAsync(params string[] arguments) =>
        JsonNode.Parse(await CheckAsync([.. arguments, "--json"]))!;

    public void Dispose() => _folder.Dispose();
}
