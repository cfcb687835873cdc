using System.Globalization;
using Slipway.Core.Configuration;
using Slipway.Core.Yaml;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Tasks;

namespace Slipway.Dialects.Gecko;

/// <summary>Reads what of a package's task only the task is concerned with.</summary>
internal static class PackageTask
{
    public static void Read(KindTask task, GeckoValues values, ImageEntry entry, TreeherderGroups groups)
    {
        var treeherder = values.Map(task.Keys, "treeherder");
        var symbol = treeherder is null ? null : values.Text(treeherder, "symbol");
        if (symbol is not null)
        {
            groups.Check(symbol, entry.Problems);
        }

        var worker = values.Map(task.Keys, "worker");
        entry.Change<ImageTaskSettings>(_ => new ImageTaskSettings { Symbol = symbol?.Text });
        entry.Change<GeckoImageSettings>(plain => plain with
        {
            RunOnRepositoryTypes = values.Texts(task.Keys, "run-on-repo-type") is { } types
                ? [.. types.Select(type => type.Text)]
                : plain.RunOnRepositoryTypes,
            TaskFrom = GeckoLayout.TaskFrom(task),
        });
        entry.Change<PackageTaskSettings>(plain => plain with
        {
            Description = values.Text(task.Keys, "description", isRequired: true)?.Text ?? plain.Description,
            Platform = treeherder is null ? null : values.Text(treeherder, "platform")?.Text,
            JobKind = (treeherder is null ? null : values.Text(treeherder, "kind")?.Text) ?? plain.JobKind,
            Tier = Number(treeherder, "tier") ?? plain.Tier,
            WorkerType = values.Text(task.Keys, "worker-type", isRequired: true)?.Text,
            ExpirationPolicy = values.Text(task.Keys, "expiration-policy")?.Text,
            ExpiresAfter = values.Text(task.Keys, "expires-after")?.Text,
            Priority = values.Text(task.Keys, "priority")?.Text,
            HasChainOfTrust = worker is not null && values.Boolean(worker, "chain-of-trust") == true,
            MaxRunTime = Number(worker, "max-run-time") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Environment = worker is not null && values.Map(worker, "env") is { } env
                ?
                [
                    .. env.Entries
                        .Where(entry => entry.Value is YamlScalar)
                        .Select(entry => KeyValuePair.Create(entry.Key.Text, ((YamlScalar)entry.Value).Text)),
                ]
                : [],
        });
    }

    private static int? Number(YamlMap? map, string key) =>
        map?.Find(key) is YamlScalar scalar
        && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
