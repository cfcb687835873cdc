using Slipway.Core.Dockerfiles;
using Slipway.Core.Registries;

namespace Slipway.Core.Checks.Facts;

/// <summary>A place in a Dockerfile that names a registry image of the tree by tag or repo digest.</summary>
/// <param name="Use">The place.</param>
/// <param name="Reference">What it names.</param>
/// <param name="Target">The image of the tree.</param>
public sealed record TreeReference(ImageReferenceUse Use, ImageReference Reference, RegistryImage Target);
