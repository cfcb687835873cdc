using Slipway.Core.Configuration;
using Slipway.Decisions.Planning;
using Slipway.Model.Diagnostics;
using Slipway.Model.Tasks;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Decisions.Gecko;

/// <summary>How long tasks and what they make live (<c>set_task_and_artifact_expiry</c> of gecko).</summary>
internal sealed class GeckoExpiry(SlipwayConfig config, PushParameters parameters, DiagnosticBag problems)
{
    private const string Usual = "default";

    /// <summary>What is made at the lowest level lives so long at most; its task may live longer.</summary>
    private static readonly TimeSpan Cap = TimeSpan.FromDays(28);

    public DateTimeOffset OfTask(DateTimeOffset now, string? policy, string? own) => now + Duration(own, policy);

    public DateTimeOffset OfArtifact(DateTimeOffset now, string? policy, string? own)
    {
        var wanted = Duration(policy is null ? own : null, policy);
        return now + (parameters.Push.Level == Level.Lowest && wanted > Cap ? Cap : wanted);
    }

    private TimeSpan Duration(string? own, string? policy)
    {
        string name = policy ?? Usual;
        string? text = own ?? config.Extensions.Get<GeckoTaskSettings>().Expiry.GetValueOrDefault(name)
            ?.Resolve(parameters.Push.Level, parameters.Project);
        if (TaskDuration.TryParse(text, out var duration))
        {
            return duration;
        }

        problems.Add(new Diagnostic(
            TaskCodes.SettingInvalid,
            text is null
                ? $"Nothing says how long tasks of the policy '{name}' live at level {parameters.Push.Level} of the "
                    + $"project {Display.Text(parameters.Project)}"
                : $"Tasks cannot live '{Display.Text(text)}'",
            text is null
                ? "Say it in expiration-policy of taskcluster/config.yml."
                : $"Write {TaskDuration.Grammar}."));
        return Cap;
    }
}
