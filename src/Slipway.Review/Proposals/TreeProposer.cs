using System.Collections.Immutable;
using Slipway.Core.Catalog;
using Slipway.Core.Configuration;
using Slipway.Core.Edges;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;
using Slipway.Model.Trees;
using Slipway.Model.Values;
using Slipway.Review.Surveys;

namespace Slipway.Review.Proposals;

/// <summary>Proposes a <c>slipway.yml</c> with which a tree can be planned.</summary>
/// <param name="tree">The tree, which has none.</param>
/// <param name="dialects">What it may be written in.</param>
/// <param name="survey">What it has.</param>
public sealed class TreeProposer(ISourceTree tree, DialectSet dialects, TreeSurvey survey)
{
    private const int MostRounds = 30;
    private const string Platform = "linux/amd64";

    private static readonly RelativePath ConfigFile = RelativePath.Parse(ConfigReader.FileName);

    private readonly DockerfileLook _look = new(tree);

    /// <summary>Takes out what cannot be used until what is left is sound.</summary>
    /// <returns>The proposal and the tree with it; null when there is nothing to make an image of.</returns>
    public TriedProposal? Propose(CancellationToken cancellationToken)
    {
        if (survey.Builds.IsEmpty && survey.Dockerfiles.IsEmpty)
        {
            return null;
        }

        bool explicitly = false;
        var proposal = First(explicitly);
        for (int round = 0; ; round++)
        {
            var trial = ProposalTrial.Read(
                tree,
                dialects,
                new Dictionary<RelativePath, string> { [ConfigFile] = ConfigText.Write(proposal) },
                cancellationToken);
            var unfit = trial.Catalog.Unfit;
            if ((unfit.IsEmpty && trial.Reading.IsWhole) || round == MostRounds)
            {
                return new TriedProposal(proposal, trial);
            }

            if (External(proposal, unfit) is { } external)
            {
                proposal = external;
            }
            else if (!explicitly && unfit.Any(image => proposal.Images.All(listed => listed.Name.Value != image.Name)))
            {
                // What a pattern finds cannot be left out of it.
                explicitly = true;
                var other = First(explicitly);
                proposal = other with { External = proposal.External };
            }
            else
            {
                proposal = Without(proposal, unfit);
            }
        }
    }

    private ConfigProposal First(bool explicitly)
    {
        string rootName = Path.GetFileName(Path.TrimEndingDirectorySeparator(tree.RootPath));
        string prefix = DefaultPrefix.From(rootName);
        if (!survey.Builds.IsEmpty)
        {
            var (images, leftOut) = new DeclaredProposer(_look, Platform).Propose(survey.Builds);
            return new ConfigProposal
            {
                Prefix = prefix,
                Folder = RelativePath.Root,
                Folders = [],
                Images = images,
                LeftOut = leftOut,
                Origin = NameList.Of([.. survey.BuildFiles.Select(file => file.Value)], 3),
            };
        }

        var (folder, folders, listed) = new FolderProposer(_look, rootName).Propose(survey.Dockerfiles, explicitly);
        return new ConfigProposal
        {
            Prefix = prefix,
            Folder = folder,
            Folders = folders,
            Images = listed,
            Origin = "the Dockerfiles of the tree",
        };
    }

    /// <summary>
    /// The names that other tools take from a registry, although they are close to that of an image of the tree.
    /// </summary>
    private static ConfigProposal? External(ConfigProposal proposal, ImmutableArray<UnfitImage> unfit)
    {
        var names = unfit
            .SelectMany(image => image.Diagnostics)
            .Where(problem => problem.Code == EdgeCodes.NameNear)
            .Select(problem => problem.Subject)
            .OfType<string>()
            .Where(name => ExternalNames.IsPattern(name) && !proposal.External.Contains(name))
            .ToList();
        return names.Count == 0 ? null : proposal with { External = proposal.External.Union(names) };
    }

    private static ConfigProposal Without(ConfigProposal proposal, ImmutableArray<UnfitImage> unfit)
    {
        var reasons = unfit.ToDictionary(image => image.Name, image => image.Diagnostics[0], StringComparer.Ordinal);
        var gone = proposal.Images.Where(image => reasons.ContainsKey(image.Name.Value)).ToList();
        if (gone.Count == 0)
        {
            return proposal with { Images = [] };
        }

        return proposal with
        {
            Images = [.. proposal.Images.Except(gone)],
            LeftOut =
            [
                .. proposal.LeftOut,
                .. gone.Select(image => new LeftOutBuild(
                    image.Name.Value,
                    reasons[image.Name.Value].Message,
                    reasons[image.Name.Value].Location is { } place && place.File != ConfigReader.FileName
                        ? place
                        : new SourceLocation(image.DockerfilePath.Value),
                    reasons[image.Name.Value])),
            ],
        };
    }
}

/// <summary>A proposal, and what the tree would be with it.</summary>
public sealed record TriedProposal(ConfigProposal Config, TrialResult Trial);
