using System.Text.RegularExpressions;
using Slipway.Cli.Tests.Support;

namespace Slipway.Cli.Tests.Commands;

/// <summary>
/// Whatever happened to the database, every command ends with a code that says what to do, and nothing is a bug.
/// </summary>
public sealed partial class DamagedDatabaseTests : IDisposable
{
    private static readonly string[][] Commands =
    [
        ["list"],
        ["plan"],
        ["why", "base"],
        ["load", "base", "--engine", "none"],
        ["history", "base"],
        ["log", "base"],
        ["index", "list", "-r"],
        ["hash", "base"],
        ["check", "--offline"],
        ["fsck"],
        ["gc", "--plan"],
        ["gc"],
        ["doctor"],
        ["fsck", "--repair"],
        ["index", "delete", "test.cache.level-1.docker.v2.base.latest"],
    ];

    // Each has one of the ways in which the database is read or written.
    private static readonly string[][] Readers =
    [
        ["plan"],
        ["history", "base"],
        ["log", "base"],
        ["index", "list", "-r"],
        ["check", "--offline"],
        ["fsck"],
        ["gc"],
        ["fsck", "--repair"],
    ];

    private readonly BuiltTree _tree = new BuiltTree()
        .Image("base", "FROM scratch\nCOPY x /\n").Write("images/base/x", "base")
        .Commit();

    public static TheoryData<int, int> Garbage => new()
    {
        { 0, 100 }, { 16, 2 }, { 16, 84 }, { 100, 3996 }, { 4096, 4096 }, { 4096, int.MaxValue }, { 0, int.MaxValue },
    };

    /// <summary>Statements that leave a database that SQLite finds sound.</summary>
    public static TheoryData<string> Statements =>
    [
        "DROP TABLE builds",
        "DROP TABLE index_entries",
        "DROP TABLE images",
        "DROP TABLE layers",
        "DROP TABLE image_layers",
        "DROP TABLE image_names",
        "DROP TABLE small_blobs",
        "ALTER TABLE builds DROP COLUMN cause",
        "ALTER TABLE index_entries RENAME COLUMN data TO other",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = 1",
        "PRAGMA user_version = 2",
        "PRAGMA user_version = -1",
        "PRAGMA user_version = -2147483648",
        "INSERT INTO index_entries VALUES ('no namespace !', 'x', 1, 3155378975999999999, '{}')",
        "UPDATE index_entries SET data = 'no json'",
        "UPDATE index_entries SET data = 'null'",
        "UPDATE index_entries SET data = '[1]'",
        "UPDATE index_entries SET data = '{\"digest\":7}'",
        "UPDATE index_entries SET data = zeroblob(9)",
        "UPDATE index_entries SET data = '{\"digest\":\"x\",\"digest\":\"y\"}'",
        "UPDATE index_entries SET expires = 9223372036854775807",
        "UPDATE index_entries SET expires = 1e30",
        "UPDATE index_entries SET expires = 'x'",
        "UPDATE index_entries SET rank = 'x'",
        "UPDATE index_entries SET build = '../../x'",
        "UPDATE index_entries SET build = ''",
        "UPDATE builds SET image = 'No Image!'",
        "UPDATE builds SET digest = zeroblob(3)",
        "UPDATE builds SET digest = 'abc'",
        "UPDATE builds SET inputs = zeroblob(4)",
        "UPDATE builds SET level = 99",
        "UPDATE builds SET level = 'x'",
        "UPDATE builds SET started = -5",
        "UPDATE builds SET finished = 9223372036854775807",
        "UPDATE builds SET finished = 'x'",
        "UPDATE builds SET push_date = 9223372036854775807",
        "UPDATE builds SET result = 99999999999",
        "UPDATE builds SET image_hash = 'x'",
        "UPDATE builds SET size = 'x'",
        "UPDATE builds SET cause = 99",
        "UPDATE builds SET id = '../x'",
        "UPDATE images SET manifest = zeroblob(4)",
        "UPDATE images SET config_size = -1",
        "UPDATE images SET config_size = 'x'",
        "UPDATE images SET config_size = 9223372036854775807, manifest_size = 9223372036854775807",
        "UPDATE images SET stored = -9",
        "UPDATE layers SET blob = zeroblob(4)",
        "UPDATE layers SET size = -1",
        "UPDATE layers SET size = 9223372036854775807",
        "UPDATE layers SET blob_size = -1",
        "UPDATE image_layers SET diff_id = zeroblob(3)",
        "UPDATE image_names SET name = '../x'",
        "UPDATE image_names SET digest = zeroblob(2)",
        "UPDATE small_blobs SET size = -1",
        "UPDATE small_blobs SET size = 99999999999",
        "UPDATE small_blobs SET digest = zeroblob(5)",
        "UPDATE folder_hashes SET files = zeroblob(5), seen = 'x'",
        "UPDATE folder_hashes SET files = 'x', seen = 99999999999",
        "UPDATE folder_hashes SET files = 7",
        "INSERT OR REPLACE INTO facts VALUES ('hashes pruned', 'x')",
    ];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_is_damage_and_said_so(int offset, int length)
    {
        await FillAsync();
        byte[] content = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);
        new Random(offset ^ length).NextBytes(content.AsSpan(offset, Math.Min(length, content.Length - offset)));

        await AssertCodedAsync(Commands, () => File.WriteAllBytes(Database, content), "SLIP1403");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(511)]
    [InlineData(4096)]
    [InlineData(8192)]
    [InlineData(20000)]
    public async Task What_is_left_of_a_database_is_damage_and_said_so(int length)
    {
        await FillAsync();
        byte[] content = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);

        await AssertCodedAsync(Readers, () => File.WriteAllBytes(Database, content[..length]), "SLIP1403");
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_database_that_is_sound_for_SQLite_and_wrong_for_Slipway_is_never_a_bug(string sql)
    {
        await FillAsync();
        byte[] before = await File.ReadAllBytesAsync(Database, TestContext.Current.CancellationToken);

        await AssertCodedAsync(
            Readers,
            () =>
            {
                File.WriteAllBytes(Database, before);
                _tree.Forge(sql);
            },
            sql.StartsWith("DROP TABLE", StringComparison.Ordinal) || sql.StartsWith("PRAGMA", StringComparison.Ordinal)
                ? "SLIP1403"
                : null);
    }

    [Theory]
    [InlineData("-wal", 8192)]
    [InlineData("-shm", 32768)]
    [InlineData("-journal", 4096)]
    public async Task Garbage_beside_the_database_is_never_a_bug(string suffix, int length)
    {
        await FillAsync();
        var garbage = new byte[length];
        new Random(length).NextBytes(garbage);

        await AssertCodedAsync(Commands, () => File.WriteAllBytes(Database + suffix, garbage), null);
    }

    public void Dispose() => _tree.Dispose();

    private string Database => Path.Join(_tree.Home, "index.db");

    private async Task FillAsync()
    {
        await _tree.BuildAsync();
        await _tree.RunAsync("plan");
    }

    private async Task AssertCodedAsync(string[][] commands, Action damage, string? expected)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (string[] command in commands)
        {
            damage();
            var run = await _tree.RunAsync(command);

            Assert.InRange(run.ExitCode, 0, 5);
            string said = run.Error + run.Output;
            Assert.False(
                said.Contains("SLIP1006", StringComparison.Ordinal)
                || said.Contains("SLIP1404", StringComparison.Ordinal),
                $"{string.Join(' ', command)}: {said}");
            Assert.True(
                run.ExitCode is 0 or 4 || Code().IsMatch(run.Error), $"{string.Join(' ', command)}: {run.Error}");
            codes.UnionWith(Code().Matches(run.Error).Select(match => match.Value));
        }

        if (expected is not null)
        {
            Assert.Contains(expected, codes);
        }
    }

    [GeneratedRegex("SLIP[0-9]{4}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
