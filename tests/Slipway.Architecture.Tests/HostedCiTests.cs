using System.Diagnostics;
using System.Text.RegularExpressions;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Tests;

namespace Slipway.Architecture.Tests;

/// <summary>The files of <c>integrations/hosted-ci</c>, which no service here runs.</summary>
public sealed partial class HostedCiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files() => [.. Directory
        .EnumerateFiles(Repository.PathOf("integrations", "hosted-ci"), "*.yml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file))
        .Order(StringComparer.Ordinal)];

    public static TheoryData<string> Workflows() =>
        [.. Files().Select(row => row.Data).Where(file => file.Contains("/github/", StringComparison.Ordinal))];

    [Fact]
    public void There_are_some_for_both_services() => Assert.True(
        Files().Count >= 3 && Workflows().Count >= 2);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Their_scripts_are_shell_and_run_what_the_tree_has(string file)
    {
        var scripts = Scripts(Read(file)).ToList();
        Assert.NotEmpty(scripts);
        foreach (string script in scripts)
        {
            Assert.Equal((script, ""), (script, await SyntaxErrorsAsync(script)));
        }

        string[] called = [.. scripts.SelectMany(script => OwnScript().Matches(script)).Select(match => match.Value)];
        Assert.NotEmpty(called);
        Assert.All(called, path =>
        {
            string full = Repository.PathOf(path);
            Assert.True(File.Exists(full), path);
            Assert.True(
                OperatingSystem.IsWindows() || File.GetUnixFileMode(full).HasFlag(UnixFileMode.UserExecute), path);
        });
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_may_read_and_whoever_may_more_is_the_job_that_releases(string file)
    {
        var root = Read(file);

        Assert.Equal(["contents: read"], Permissions(root));
        foreach (var job in ((YamlMap)root.Find("jobs")!).Entries)
        {
            string[] own = [.. Permissions((YamlMap)job.Value)];
            Assert.True(own.Length == 0 || (job.Key.Text == "release" && own is ["contents: write"]), job.Key.Text);
        }
    }

    /// <summary>What is given by name can become something else there.</summary>
    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_workflow_runs_nothing_of_others(string file)
    {
        var steps = ((YamlMap)Read(file).Find("jobs")!).Entries
            .SelectMany(job => ((YamlList)((YamlMap)job.Value).Find("steps")!).Items)
            .Cast<YamlMap>()
            .ToList();

        Assert.All(steps, step => Assert.Null(step.Find("uses")));
        Assert.All(steps, step => Assert.NotNull(step.Find("run")));
        // What a service puts into a script is code; in a variable it is text.
        Assert.All(steps, step => Assert.DoesNotContain(
            "${{", ((YamlScalar)step.Find("run")!).Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tags_that_release_are_versions_to_the_script()
    {
        string script = await File.ReadAllTextAsync(Repository.PathOf("scripts", "release"), Cancel);
        string pattern = VersionPattern().Match(script).Groups["pattern"].Value;

        Assert.All(["0.1.0", "10.20.30", "1.0.0-rc.1"], tag => Assert.Matches(pattern, tag));
        Assert.All(["v0.1.0", "1.0", "1.0.0+x", "01.0.0"], tag => Assert.DoesNotMatch(pattern, tag));
    }

    private static YamlMap Read(string file)
    {
        var problems = new DiagnosticBag();
        Assert.True(YamlTreeReader.TryRead(File.ReadAllText(Repository.PathOf(file)), file, problems, out var root));
        Assert.Empty(problems.ToSorted());
        return Assert.IsType<YamlMap>(root);
    }

    private static IEnumerable<string> Permissions(YamlMap map) =>
        map.Find("permissions") is YamlMap permissions
            ? permissions.Entries.Select(entry => $"{entry.Key.Text}: {((YamlScalar)entry.Value).Text}")
            : [];

    /// <summary>What stands below <c>run</c> and <c>script</c>, wherever that is.</summary>
    private static IEnumerable<string> Scripts(YamlNode node) => node switch
    {
        YamlList list => list.Items.SelectMany(Scripts),
        YamlMap map => map.Entries.SelectMany(entry => (entry.Key.Text, entry.Value) switch
        {
            ("run", YamlScalar script) => [script.Text],
            ("script", YamlList lines) => [string.Join('\n', lines.Items.Select(line => ((YamlScalar)line).Text))],
            _ => Scripts(entry.Value),
        }),
        _ => [],
    };

    private static async Task<string> SyntaxErrorsAsync(string script)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-n"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        await bash.StandardInput.WriteAsync(script.AsMemory(), Cancel);
        bash.StandardInput.Close();
        return await bash.StandardError.ReadToEndAsync(Cancel);
    }

    [GeneratedRegex(
        @"(?<=^|[\s""])(\.ci/run|\./[a-z-]+|scripts/[a-z-]+)\b",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000)]
    private static partial Regex OwnScript();

    [GeneratedRegex(
        @"^\[\[ \$version =~ (?<pattern>\S+) \]\]",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000)]
    private static partial Regex VersionPattern();
}
