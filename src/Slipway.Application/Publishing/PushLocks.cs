using System.Text;
using Slipway.Model.Builds;
using Slipway.Model.Registries;
using Slipway.Model.Values;

namespace Slipway.Application.Publishing;

/// <summary>Sees to it that the processes of one store publish a version one at a time.</summary>
public sealed class PushLocks : IDisposable
{
    private readonly List<IDisposable> _held = [];

    private PushLocks()
    {
    }

    /// <param name="locks">The locks of the store.</param>
    /// <param name="targets">The versions.</param>
    /// <param name="waiting">Called with a line for people when another process publishes one of them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<PushLocks> AcquireAsync(
        IBuildLocks locks,
        IEnumerable<ImageReference> targets,
        Action<string> waiting,
        CancellationToken cancellationToken)
    {
        var all = new PushLocks();
        try
        {
            // In one order everywhere, so that no two processes wait for each other.
            foreach (string target in targets.Select(target => target.ToString()).Order(StringComparer.Ordinal))
            {
                all._held.Add(await locks.AcquireAsync(
                    InputsDigest.Of(Encoding.UTF8.GetBytes(target)),
                    () => waiting($"waiting for another process that publishes {target}"),
                    cancellationToken));
            }

            return all;
        }
        catch
        {
            all.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var held in _held)
        {
            held.Dispose();
        }
    }
}
