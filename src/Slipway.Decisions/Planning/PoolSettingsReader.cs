using System.Text.RegularExpressions;
using Slipway.Core.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>Works out for a push what is configured for tasks, and checks it by the rules of the Queue.</summary>
/// <remarks>
/// The rules: https://github.com/taskcluster/taskcluster/blob/v106.0.0/services/queue/schemas/constants.yml
/// </remarks>
public sealed partial class PoolSettingsReader(SlipwayConfig config, Level level, string project)
{
    /// <summary>
    /// What taskgraph calls the workers of its image tasks (<c>taskgraph/transforms/docker_image.py</c>).
    /// </summary>
    public const string Alias = "images";

    // The Queue takes a deadline of five days, and a deployment may say otherwise.
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromDays(1);

    private readonly DiagnosticBag _problems = new();
    private readonly TaskSettings _tasks = config.Extensions.Get<TaskSettings>();

    private string TrustDomain => _tasks.TrustDomain ?? config.Prefix;

    /// <param name="needsWorkers">Whether images are built; what is configured for that counts only then.</param>
    /// <exception cref="SlipwayException">Everything that is missing, or that the Queue would refuse.</exception>
    public PoolSettings Read(bool needsWorkers)
    {
        var settings = new PoolSettings
        {
            TrustDomain = TrustDomain,
            SchedulerId = Checked(
                "The scheduler id", Substitute(_tasks.SchedulerId ?? "{trust-domain}-level-{level}"), Identifier()),
            ProjectId = _tasks.ProjectId is { } id
                ? Checked("The project id", Substitute(id), ProjectIdentifier())
                : null,
            Workers = needsWorkers
                ? new WorkerPool(
                    Pool("provisioner", _tasks.Provisioner, Identifier()),
                    Pool("worker type", _tasks.WorkerType, WorkerTypeName()))
                : null,
            Priority = ReadPriority(),
            Deadline = ReadDeadline(),
            MaxRunTime = _tasks.MaxRunTime,
            Implementation = _tasks.Implementation,
            Scopes = [.. _tasks.Scopes.Select(Substitute)],
        };
        _problems.ThrowIfErrors();
        return settings;
    }

    private string Pool(string what, KeyedText? text, Regex pattern)
    {
        if (text?.Resolve(level, project) is { } found)
        {
            return Checked($"The {what}", Substitute(found), pattern);
        }

        _problems.Add(new Diagnostic(
            TaskCodes.PoolUnknown,
            $"There is no {what} for tasks at level {level} of the project {Display.Text(project)}",
            "Name the workers that build images: 'worker-pool' below 'taskcluster:' in slipway.yml, "
            + $"or the worker alias '{Alias}' in taskcluster/config.yml."));
        return string.Empty;
    }

    private string ReadPriority()
    {
        string priority = _tasks.Priority?.Resolve(level, project) ?? "lowest";
        if (!TaskPriorities.All.Contains(priority))
        {
            Refuse("The priority", priority, $"Use one of {string.Join(", ", TaskPriorities.All)}.");
        }

        return priority;
    }

    private TimeSpan ReadDeadline()
    {
        if (_tasks.Deadline?.Resolve(level, project) is not { } text)
        {
            return DefaultDeadline;
        }

        if (!TaskDuration.TryParse(text, out var deadline))
        {
            Refuse("The deadline", text, $"Write {TaskDuration.Grammar}.");
        }

        return deadline;
    }

    private string Checked(string what, string text, Regex pattern)
    {
        if (!pattern.IsMatch(text))
        {
            Refuse(what, text, $"The Queue takes what matches {pattern}.");
        }

        return text;
    }

    private void Refuse(string what, string text, string remedy) => _problems.Add(new Diagnostic(
        TaskCodes.SettingInvalid, $"{what} of tasks cannot be '{Display.Text(text)}'", remedy));

    private string Substitute(string text) => text
        .Replace("{trust-domain}", TrustDomain, StringComparison.Ordinal)
        .Replace("{level}", level.ToString(), StringComparison.Ordinal)
        .Replace("{project}", project, StringComparison.Ordinal)
        .Replace("{alias}", Alias, StringComparison.Ordinal);

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]{1,38}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\A[a-zA-Z0-9._/-]{1,500}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectIdentifier();

    [GeneratedRegex(
        @"\A[a-z]([-a-z0-9]{0,36}[a-z0-9])?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex WorkerTypeName();
}
