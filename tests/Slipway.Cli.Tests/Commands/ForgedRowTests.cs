using System.Text.Json;
using Slipway.Cli.Tests.Support;
using Slipway.Model.Diagnostics;

namespace Slipway.Cli.Tests.Commands;

/// <summary>
/// Rows of the index that are not what their builds were: no command believes them, and each says so.
/// </summary>
public sealed class ForgedRowTests : IDisposable
{
    private const string Hash = "namespace LIKE '%.base.hash.%'";
    private const string Build = "id = (SELECT build FROM index_entries WHERE namespace LIKE '%.base.hash.%')";

    private readonly BuiltTree _tree = new BuiltTree()
        .Image("base", "FROM scratch\nCOPY x /\n").Write("images/base/x", "base")
        .Image("other", "FROM scratch\nCOPY x /\n").Write("images/other/x", "other")
        .Commit();

    /// <summary>What is written, what is said of it, and whether it is the namespaces of level 3 that lie.</summary>
    public static TheoryData<string, string, bool> Lies =>
        new()
        {
            // The level: the entry says its own, or that of the namespace.
            { Copied("data"), "was made at level-1", true },
            {
                Copied("replace(data, 'level-1', 'level-3')"),
                "it says level-3, and its build was made at level-1",
                true
            },
            { Copied("json_remove(data, '$.scope')"), "was made at level-1", true },
            // The build: none, one that failed, another image's.
            { $"DELETE FROM builds WHERE {Build}", "no build", false },
            { $"UPDATE builds SET result = 1 WHERE {Build}", "no build", false },
            { $"UPDATE builds SET result = 7 WHERE {Build}", "no build", false },
            { $"UPDATE builds SET image_hash = NULL WHERE {Build}", "no build", false },
            {
                $"UPDATE index_entries SET build = 'AAAAAAAAAAAAAAAAAAAAAA' WHERE {Hash}",
                "no build AAAAAAAAAAAAAAAAAAAAAA",
                false
            },
            { Of("other", "build"), "it says the digest", false },
            { $"{Of("other", "build")}; {Of("other", "data")}", "its build has the digest", false },
            // What the entry says of its own build.
            {
                $"UPDATE index_entries SET data = json_remove(data, '$.digest'), {OfOther("build")} WHERE {Hash}",
                "it says the image",
                false
            },
            {
                $"UPDATE index_entries SET data = '{{}}', {OfOther("build")} WHERE {Hash}",
                "its build has the digest",
                false
            },
            {
                Set(
                    "imageHash",
                    $"(SELECT data ->> '$.imageHash' FROM index_entries WHERE namespace LIKE '%.other.hash.%')"),
                "it says the image",
                false
            },
            { Set("image", "'other'"), "it says the name other", false },
            { Set("built", "'2036-01-01T00:00:00.000Z'"), "it says the time", false },
            { Set("scope", "'level-2'"), "it says level-2", false },
            { Set("digest", "'no digest'"), "it says the digest no digest", false },
            // What the record says, against the entry.
            { $"UPDATE builds SET digest = zeroblob(32) WHERE {Build}", "it says the digest", false },
            { $"UPDATE builds SET image_hash = zeroblob(32) WHERE {Build}", "it says the image", false },
            {
                $"UPDATE builds SET pull_request = '7' WHERE {Build}",
                "it says level-1, and its build was made at pr.7",
                false
            },
        };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task No_command_believes_a_row_that_is_not_what_its_build_was(string sql, string said, bool isOfLevel3)
    {
        await _tree.BuildAsync();
        string[] level = isOfLevel3 ? ["--level", "3"] : ["--level", "1"];
        if (!isOfLevel3)
        {
            Assert.Equal(["reuse", "reuse"], await ActionsAsync(level));
        }

        Assert.NotEqual(0, _tree.Forge(sql));

        Assert.Equal("build", (await ActionsAsync(level))[0]);
        string digest = (await _tree.RunAsync("hash", "base")).Output.Trim();
        string ns = $"test.cache.level-{level[1]}.docker.v2.base.hash.{digest}";
        Told(await _tree.RunAsync(["plan", "base", .. level]), ExitCode.Done);
        Told(await _tree.RunAsync(["load", "base", .. level]), ExitCode.NotFound);
        NotFound(await _tree.RunAsync(["load", "base", "--digest", digest, .. level]));
        Told(await _tree.RunAsync(["load", "--namespace", ns, .. level]), ExitCode.Failed);
        Told(await _tree.RunAsync(["index", "find", ns]), ExitCode.Failed);
        Told(await _tree.RunAsync(["why", "base", .. level]), ExitCode.Done);
        Assert.DoesNotContain(
            "expire", (await _tree.RunAsync(["check", "base", "--offline", .. level])).Error, StringComparison.Ordinal);

        var found = await _tree.RunAsync("fsck");
        Assert.Equal((int)ExitCode.CheckFailed, found.ExitCode);
        Assert.Contains(
            $"{ns}: it points to a build that does not belong there", found.Output, StringComparison.Ordinal);
        Assert.Contains(said, found.Output, StringComparison.Ordinal);
        var repaired = await _tree.RunAsync("fsck", "--repair");
        Assert.Equal((int)ExitCode.Done, repaired.ExitCode);
        Assert.Contains("no problems", (await _tree.RunAsync("fsck")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SLIP1306", (await _tree.RunAsync(["plan", .. level])).Error, StringComparison.Ordinal);

        void Told(CliRun run, ExitCode expected)
        {
            Assert.Equal((int)expected, run.ExitCode);
            Assert.Contains("SLIP1306", run.Error, StringComparison.Ordinal);
            Assert.Contains(said, run.Error, StringComparison.Ordinal);
        }

        static void NotFound(CliRun run) => Assert.Equal((int)ExitCode.NotFound, run.ExitCode);
    }

    [Fact]
    public async Task A_latest_that_lies_is_no_baseline()
    {
        await _tree.BuildAsync();
        _tree.Write("images/base/x", "changed");
        Assert.Contains(
            "images/base/x changed", (await _tree.RunAsync("why", "base")).Output, StringComparison.Ordinal);
        _tree.Forge(
            """
            UPDATE index_entries SET (build, data) = (SELECT build, data FROM index_entries WHERE namespace LIKE '%.other.hash.%')
            WHERE namespace LIKE '%.base.%';
            UPDATE builds SET level = 0 + level, result = 1 WHERE image = 'other'
            """);

        var why = await _tree.RunAsync("why", "base");

        Assert.Contains("SLIP1306", why.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("changed (", why.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_called_like_a_level_is_an_image()
    {
        _tree.Image("level-3", "FROM scratch\nCOPY x /\n").Write("images/level-3/x", "3");
        await _tree.BuildAsync();

        Assert.DoesNotContain("SLIP1306", (await _tree.RunAsync("plan")).Error, StringComparison.Ordinal);
        Assert.Contains("no problems", (await _tree.RunAsync("fsck")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_that_a_record_leads_to_are_those_of_the_digest_or_none()
    {
        await _tree.BuildAsync();
        _tree.Write("images/base/x", "changed");
        // The record points to the inputs of the other image, and the right ones are gone.
        _tree.Forge(
            """
            UPDATE builds SET inputs = (SELECT digest FROM builds WHERE image = 'other') WHERE image = 'base';
            DELETE FROM small_blobs WHERE digest = (SELECT digest FROM builds WHERE image = 'base')
            """);

        var why = await _tree.RunAsync("why", "base");

        Assert.DoesNotContain("other", why.Output, StringComparison.Ordinal);
        Assert.NotEqual((int)ExitCode.Done, why.ExitCode);
    }

    public void Dispose() => _tree.Dispose();

    // Puts a build of level 1 under the names of level 3.
    private static string Copied(string data) =>
        $"INSERT INTO index_entries SELECT replace(namespace, 'level-1', 'level-3'), build, rank, expires, {data} FROM "
        + "index_entries WHERE namespace LIKE '%.base.%'";

    private static string Of(string image, string column) =>
        $"UPDATE index_entries SET {column} = (SELECT {column} FROM index_entries WHERE namespace LIKE "
        + $"'%.{image}.hash.%') WHERE {Hash}";

    private static string OfOther(string column) =>
        $"{column} = (SELECT {column} FROM index_entries WHERE namespace LIKE '%.other.hash.%')";

    private static string Set(string key, string value) =>
        $"UPDATE index_entries SET data = json_set(data, '$.{key}', {value}) WHERE {Hash}";

    private async Task<string[]> ActionsAsync(string[] level)
    {
        using var plan = JsonDocument.Parse((await _tree.RunAsync(["plan", "--json", .. level])).Output);
        return
        [
            .. plan.RootElement.GetProperty("images").EnumerateArray()
                .OrderBy(image => image.GetProperty("name").GetString(), StringComparer.Ordinal)
                .Select(image => image.GetProperty("action").GetString()!),
        ];
    }
}
