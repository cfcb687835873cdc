using Slipway.Core.Lookup;
using Slipway.Core.Namespaces;
using Slipway.Model.Indexing;
using Slipway.Model.Pushes;
using Slipway.Model.Values;
using Slipway.Review.Checks.Facts;

namespace Slipway.Application.Checks;

/// <summary>Finds the index entries that serve images, and those that did until they expired.</summary>
internal sealed class ExpiryReader(IImageIndex index)
{
    public async Task<IReadOnlyDictionary<ImageName, IndexedImage>> ReadAsync(
        CheckFacts facts, PushContext push, CancellationToken cancellationToken)
    {
        var naming = new IndexNaming(facts.Catalog.Config);
        var questions = facts.Images
            .Where(image => facts.Inputs.ContainsKey(image.Name))
            .ToDictionary(image => image.Name, image => naming.ReadableScopes(push)
                .Select(scope => Question(naming, image.Name, facts.Inputs[image.Name].Digest, scope))
                .ToList());
        var namespaces = questions.Values.SelectMany(asked => asked).Select(question => question.Namespace).ToList();
        var living = await index.FindAllAsync(namespaces, cancellationToken);
        var expired = await index.FindExpiredAsync(namespaces, cancellationToken);
        var found = new Dictionary<ImageName, IndexedImage>();
        foreach (var (image, asked) in questions)
        {
            if (First(asked, living) is { } entry)
            {
                found.Add(image, new IndexedImage(entry, IsExpired: false));
            }
            else if (First(asked, expired) is { } gone)
            {
                found.Add(image, new IndexedImage(gone, IsExpired: true));
            }
        }

        return found;
    }

    private static IndexQuestion Question(IndexNaming naming, ImageName image, InputsDigest digest, IndexScope scope) =>
        new(naming.Hash(image, digest, scope), scope, digest);

    private static IndexEntry? First(
        IEnumerable<IndexQuestion> asked, IReadOnlyDictionary<IndexNamespace, IndexEntry> answers) =>
        asked
            .Where(question => answers.ContainsKey(question.Namespace) && question.Accepts(answers[question.Namespace]))
            .Select(question => answers[question.Namespace])
            .FirstOrDefault();
}
