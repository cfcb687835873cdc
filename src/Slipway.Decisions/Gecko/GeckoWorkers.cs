using Slipway.Core.Configuration;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Decisions.Gecko;

/// <summary>Finds the workers that tasks name by an alias (<c>gecko_taskgraph/util/workertypes.py</c>).</summary>
internal sealed class GeckoWorkers(
    SlipwayConfig config, PoolSettings settings, PushParameters parameters, DiagnosticBag problems)
{
    private readonly GeckoTaskSettings _tasks = config.Extensions.Get<GeckoTaskSettings>();

    /// <summary>Whether the tree says anything of an alias.</summary>
    public bool Has(string alias) => Known(alias).Any();

    /// <returns>With empty names after a report.</returns>
    public GeckoWorker Find(string alias)
    {
        var known = Known(alias).FirstOrDefault();
        string? releases = ReleaseLevel.Of(_tasks, parameters);
        string? Resolve(KeyedText? text) =>
            text?.Resolve(parameters.Push.Level, parameters.Project, releases) is { } found
                ? Substitute(found, alias)
                : null;

        string? provisioner = Resolve(known?.Provisioner);
        string? workerType = Resolve(known?.WorkerType);
        if (provisioner is null || workerType is null)
        {
            problems.Add(new Diagnostic(
                TaskCodes.PoolUnknown,
                $"There are no workers '{Display.Text(alias)}' at level {parameters.Push.Level} of the project "
                + $"{Display.Text(parameters.Project)}",
                "Name them below workers.aliases in taskcluster/config.yml, with provisioner and worker-type."));
            return new GeckoWorker(string.Empty, string.Empty, string.Empty, string.Empty);
        }

        foreach (string name in new[] { provisioner, workerType })
        {
            Check(alias, name);
        }

        return new GeckoWorker(
            provisioner, workerType, Resolve(known?.Implementation) ?? "docker-worker", Resolve(known?.Os) ?? "linux");
    }

    private IEnumerable<WorkerAlias> Known(string alias) =>
        KeyedText.Match(_tasks.Aliases.Select(pair => (pair.Key, pair.Value)), alias);

    // As gecko checks it: ^[a-zA-Z0-9_-]{1,38}$
    private void Check(string alias, string name)
    {
        if (name.Length is 0 or > 38 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            problems.Add(new Diagnostic(
                TaskCodes.SettingInvalid,
                $"The workers '{Display.Text(alias)}' cannot be called '{Display.Text(name)}'",
                "The Queue takes 1 to 38 letters, digits, '_' and '-'."));
        }
    }

    private string Substitute(string text, string alias) => text
        .Replace("{trust-domain}", settings.TrustDomain, StringComparison.Ordinal)
        .Replace("{level}", parameters.Push.Level.ToString(), StringComparison.Ordinal)
        .Replace("{alias}", alias, StringComparison.Ordinal);
}

/// <summary>Where a task waits, and what runs it there.</summary>
internal sealed record GeckoWorker(string Provisioner, string WorkerType, string Implementation, string Os);

/// <summary>Whether a push releases something (<c>mozilla_taskgraph/util/attributes.py</c>).</summary>
internal static class ReleaseLevel
{
    private const string Heads = "refs/heads/";

    /// <returns>Null where the tree does not say which projects release.</returns>
    public static string? Of(GeckoTaskSettings tasks, PushParameters parameters)
    {
        if (tasks.ReleaseBranches is not { } projects)
        {
            return null;
        }

        bool isRelease = parameters.Push.Level == Level.Highest
            && projects.TryGetValue(parameters.Project, out var branches)
            && (branches.Contains(GeckoTaskSettings.EveryBranch)
                || (parameters.HeadRef.StartsWith(Heads, StringComparison.Ordinal)
                    && branches.Contains(parameters.HeadRef[Heads.Length..])));
        return isRelease ? "production" : "staging";
    }
}
