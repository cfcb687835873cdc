using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Slipway.Cli.CommandLine;
using Slipway.Cli.Json;
using Slipway.Cli.Rendering;
using Slipway.Cli.Session;
using Slipway.Core.Builds;
using Slipway.Core.Diagnostics;
using Slipway.Core.Indexing;
using Slipway.Core.Values;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway index insert</c></summary>
internal sealed class IndexInsertCommand : SlipwayCommand
{
    private static readonly TimeSpan DefaultLife = TimeSpan.FromDays(28);

    private readonly Argument<string> _namespace = new("NAMESPACE")
    {
        Description = "The whole namespace",
        CompletionSources = { NamespaceCompletion.Entries },
    };

    private readonly Option<string> _taskId = new("--task-id")
    {
        Description = "The build that it points to",
        HelpName = "ID",
        Required = true,
    };

    private readonly Option<string?> _rank = new("--rank")
    {
        Description = "An equal or higher rank replaces (default: the build's push date in seconds)",
        HelpName = "N",
    };

    private readonly Option<string?> _days = new("--expires-days")
    {
        Description = "After how many days the entry expires (default: 28)",
        HelpName = "DAYS",
    };

    public IndexInsertCommand()
        : base("insert", "Point a namespace at a build")
    {
        Arguments.Add(_namespace);
        Options.Add(_taskId);
        Options.Add(_rank);
        Options.Add(_days);
    }

    public override IReadOnlyList<Example> Examples =>
    [
        new("slipway index insert PREFIX.pinned.app --task-id ID", "a name of your own for a build"),
    ];

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var ns = NamespaceArgument.Parse(invocation.Arguments.GetRequiredValue(_namespace));
        var record = await FindBuildAsync(invocation, cancellationToken);
        RequireTrust(ns, record);
        var life = ReadDays(invocation.Arguments.GetValue(_days));
        var entry = new IndexEntry(
            ns,
            record.Id,
            ReadRank(invocation.Arguments.GetValue(_rank)) ?? record.PushDate.ToUnixTimeSeconds(),
            invocation.Clock.GetUtcNow() + life,
            ImmutableSortedDictionary<string, string>.Empty
                .Add(IndexData.BuiltAt, record.Finished.ToString("O", CultureInfo.InvariantCulture))
                .Add(IndexData.Digest, record.Digest.ToString())
                .Add(IndexData.ImageHash, record.ImageHash!.Value.ToString())
                .Add(IndexData.Scope, record.Scope.Text)
                .Add(IndexData.Image, record.Image.Value));
        var standing = await invocation.SharedIndex.InsertAsync(entry, cancellationToken);
        if (standing.Rank > entry.Rank)
        {
            invocation.Terminal.ErrorLine(
                $"{ns} keeps build {standing.Build}, whose rank {standing.Rank} is higher than {entry.Rank}; --rank says another.");
        }

        if (invocation.Json)
        {
            JsonOutput.Write(invocation.Terminal.Output, IndexRenderer.ToDocument(standing));
        }
        else
        {
            IndexRenderer.Write(standing, invocation.Terminal.OutputConsole);
        }

        return ExitCode.Done;
    }

    private static TimeSpan ReadDays(string? text) =>
        text is null ? DefaultLife
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= 36500
            ? TimeSpan.FromDays(days)
            : throw new SlipwayException(new Diagnostic(
                IndexCodes.InvalidExpiry, $"'{text}' days is no life for an entry", "Give a number from 1 to 36500."));

    private static long? ReadRank(string? text) =>
        text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long rank)
            ? rank
            : throw new SlipwayException(new Diagnostic(
                CliCodes.InvalidValue, $"'{text}' is not a value for --rank", "Give a whole number, such as seconds since 1970."));

    private async Task<BuildRecord> FindBuildAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        string text = invocation.Arguments.GetRequiredValue(_taskId);
        var record = BuildId.TryParse(text, out var id)
            ? await invocation.Store.Builds.FindAsync(id, cancellationToken)
            : null;
        return record is { Result: BuildResult.Succeeded, ImageHash: not null }
            ? record
            : throw new SlipwayException(new Diagnostic(
                IndexCodes.NotFound,
                $"There is no build '{text}' that made an image",
                "Run `slipway log IMAGE --list` to see the builds of an image."));
    }

    /// <summary>A build never gets a name that speaks of a higher level, or of another digest.</summary>
    private static void RequireTrust(IndexNamespace ns, BuildRecord record)
    {
        if (!NamespaceClaims.AllowsWriting(ns, record.Scope))
        {
            throw new SlipwayException(new Diagnostic(
                CliCodes.LevelTooLow,
                $"Build {record.Id} was made {ScopeText.Of(record.Scope)} and cannot be indexed as {ns}",
                $"Run `slipway build {record.Image} --level N` where that level is trusted."));
        }

        if (NamespaceClaims.Digests(ns).Any(digest => digest != record.Digest))
        {
            throw new SlipwayException(new Diagnostic(
                IndexCodes.OtherDigest,
                $"Build {record.Id} has the digest {record.Digest}, not the one that {ns} names",
                "Name the build's own digest, or use a namespace without one."));
        }
    }
}
