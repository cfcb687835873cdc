using System.Collections.Immutable;
using Slipway.Model.Registries;
using Slipway.Model.Values;
using Slipway.Sharing.Documents;
using Slipway.Sharing.Images;

namespace Slipway.Sharing.Tests.Images;

/// <summary>What a process learns of where images are.</summary>
public sealed class KnownImagesTests
{
    private static readonly RepositoryName Repository = RepositoryName.Parse("registry.example/ci/level-3/base");

    [Fact]
    public void Each_image_is_new_once_however_often_it_is_seen()
    {
        var known = new KnownImages();
        var (first, second) = (BuildId.New(), BuildId.New());
        known.Add(first, Image("a"));
        known.Add(second, Image("b"));
        known.Add(first, Image("a"));

        Assert.Equal(2, known.TakeNew().Count());
        known.Add(first, Image("a"));
        Assert.Empty(known.TakeNew());
        known.Add(first, Image("c"));
        Assert.Single(known.TakeNew());
    }

    private static SharedImage Image(string content)
    {
        var digest = Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(content));
        return new SharedImage(Repository, new SharedManifest(
            new OciDescriptor(OciMediaTypes.Manifest, digest, 1),
            new OciDescriptor(OciMediaTypes.Config, digest, 1),
            [],
            ImmutableSortedDictionary<string, string>.Empty,
            null));
    }
}
