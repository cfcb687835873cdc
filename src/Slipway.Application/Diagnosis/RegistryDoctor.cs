using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Diagnostics;
using Slipway.Sharing.Probing;

namespace Slipway.Application.Diagnosis;

/// <summary>Looks at the registry in which images are shared.</summary>
internal sealed class RegistryDoctor(WorkspaceParts parts)
{
    public async Task<IReadOnlyList<Check>> ExamineAsync(CancellationToken cancellationToken)
    {
        try
        {
            var shared = parts.Shared;
            var findings = await shared.Probe.ExamineAsync(cancellationToken);
            return
            [
                new Check("registry", CheckState.Good, shared.Address),
                .. findings.Select(finding => new Check(
                    $"registry {finding.Name}",
                    finding.State == ProbeState.Good ? CheckState.Good : CheckState.Doubtful,
                    finding.Detail,
                    finding.Remedy)),
            ];
        }
        catch (SlipwayException problem)
        {
            return [Doctor.Bad("registry", problem)];
        }
    }
}
