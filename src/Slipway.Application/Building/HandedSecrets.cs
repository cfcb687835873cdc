using System.Collections.Immutable;
using System.Security.Cryptography;
using Slipway.Application.Closing;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Images;
using Slipway.Model.Secrets;

namespace Slipway.Application.Building;

/// <summary>
/// The secrets of one build, handed over so that the engine's memory of steps keeps their values apart.
/// </summary>
/// <param name="Dockerfile">The Dockerfile, with the ids under which they are handed over.</param>
/// <param name="Secrets">Each under that id, and under its own for steps that <c>ONBUILD</c>
/// of a base brings in.</param>
/// <param name="MustForgetSteps">Whether a step may use one that is not told from an earlier value of it.</param>
internal sealed record HandedSecrets(
    ReadOnlyMemory<byte> Dockerfile,
    ImmutableArray<BuildSecret> Secrets,
    bool MustForgetSteps)
{
    private const string Purpose = "secret-mount";

    /// <summary>
    /// Has the store remember their values, and gives their mounts ids that only these values have, and this scope.
    /// </summary>
    /// <param name="run">Says which secrets were given, and whose steps may be used.</param>
    /// <param name="image">Says which of them it asks for.</param>
    /// <param name="closed">What the engine would build; its mask then shows the mounts as they were written.</param>
    public static async Task<HandedSecrets> PrepareAsync(
        PlanRun run, ImageDefinition image, ClosedDockerfile closed, CancellationToken cancellationToken)
    {
        ImmutableArray<BuildSecret> secrets =
        [
            .. run.Options.Secrets.Where(secret => image.Secrets.Contains(secret.Id)),
        ];
        var values = await run.Engine.ReadSecretsAsync(secrets, cancellationToken);
        await run.Backend.Images.RefuseAsync(values, cancellationToken);
        // Those that are not handed over too: an id that a Dockerfile may choose could be another scope's.
        var isolated = SecretMounts.Isolate(closed.Content, id => run.Backend.Secret.IdFor(
            Purpose, $"{run.Push.Scope.Text}\0{id}\0{values.FirstOrDefault(value => value.Id == id) switch
            {
                { } value => Convert.ToHexStringLower(SHA256.HashData(value.Content)),
                null => string.Empty,
            }}"));
        foreach (string added in isolated.Added)
        {
            closed.Mask.Add(added, string.Empty);
        }

        foreach (var (id, given) in isolated.Ids)
        {
            closed.Mask.Add(given, id);
        }

        return new HandedSecrets(
            isolated.Content,
            [
                .. secrets,
                .. secrets
                    .Where(secret => isolated.Ids.ContainsKey(secret.Id))
                    .Select(secret => secret with { Id = isolated.Ids[secret.Id] }),
            ],
            isolated.HasUnclear || secrets.Any(secret => !isolated.Ids.ContainsKey(secret.Id)));
    }
}
