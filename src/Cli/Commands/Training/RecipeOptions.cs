using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Training;

namespace U2Video.Cli.Commands.Training;

/// <summary>The options of <c>train</c> that choose a recipe and change single values of it.</summary>
internal sealed class RecipeOptions
{
    private readonly Option<string> _recipe = ChoiceOption.WithDefault(
        "--recipe",
        "The preset to begin with. The options below change single values of it.",
        [.. Recipe.All.Select(recipe => recipe.Name)],
        Recipe.Portrait.Name);

    private readonly List<(string Title, List<Option> Options)> _groups = [];
    private readonly List<Func<ParseResult, Recipe, Recipe>> _changes = [];

    public RecipeOptions()
    {
        Group("Network");
        Choice("--variant", ["lite", "full"], "The size of a new network.", (recipe, word) => recipe with
        {
            Variant = (word == "lite" ? U2NetVariant.Lite : U2NetVariant.Full) with { Wiring = recipe.Variant.Wiring },
        });
        Add(WiringOption.Create("--wiring", "The wiring of a new network."), (recipe, text) => recipe with
        {
            Variant = recipe.Variant with { Wiring = WiringOption.Parse(text) },
        });
        Choice<Initialization>("--init", "How the weights of a new network are drawn.", (recipe, value) =>
            recipe with { Initialization = value });
        Choice<ChannelOrder>("--channels", "The order of the color channels.", (recipe, value) =>
            recipe with { Input = recipe.Input with { Channels = value } });
        Group("Pictures");
        Whole("--size", "N", new(32, 1024), "The size that the network sees, the side of a square; a multiple of 32.", (recipe, value) =>
            recipe with { Size = value });
        Whole("--smallest-size", "N", new(0, 1024),
            "Half of the batches get a random size from N to --size, for use at small sizes; 0: all have --size.",
            (recipe, value) => recipe with { SmallestSize = value });
        Text("--crop", "whole|fixed|resized[:SHARE]", "What is taken of a picture; resized takes at least SHARE of each side.",
            (recipe, text) => Augment(recipe, with => CropText.Apply(with, "--crop", text)));
        Real("--flip", "P", NumberRange.Share, "The share of pictures that are mirrored.", (recipe, value) =>
            Augment(recipe, with => with with { FlipProbability = value }));
        Real("--rotate", "DEGREES", new(0, 45), "How far pictures are rotated, either way.", (recipe, value) =>
            Augment(recipe, with => with with { Rotation = value }));
        Real("--jitter", "SHARE", new(0, 0.9), "How much brightness, contrast and color vary.", (recipe, value) =>
            Augment(recipe, with => with with { Jitter = value }));
        Real("--new-backgrounds", "P", NumberRange.Share, "The share of pictures whose background is replaced.", (recipe, value) =>
            Augment(recipe, with => with with { Background = with.Background with { Probability = value } }), oldName: "--background");
        Real("--scenes", "P", NumberRange.Share, "The share of pictures that are composed of several.", (recipe, value) =>
            Augment(recipe, with => with with { Scene = with.Scene with { Probability = value } }));
        Real("--distractors", "P", NumberRange.Share, "The share of pictures with added things that are not a subject.",
            (recipe, value) => Augment(recipe, with => with with { Distractors = with.Distractors with { Probability = value } }));
        Real("--degrade", "P", NumberRange.Share, "The share of pictures that are blurred, darkened, shrunk or compressed.",
            (recipe, value) => Augment(recipe, with => with with { Degradation = with.Degradation with { Probability = value } }));
        Group("Steps");
        Whole("--epochs", "N", new(1, 100_000), "Passes over the data.", (recipe, value) => recipe with { Epochs = value });
        Whole("--batch", "N", new(2, 4096), "Pairs that go through the network together.", (recipe, value) =>
            recipe with { BatchSize = value });
        Whole("--accumulate", "N", new(1, 4096), "Batches in a step of the optimizer.", (recipe, value) =>
            recipe with { Accumulation = value });
        Choice<OptimizerKind>("--optimizer", "The optimizer.", (recipe, value) => recipe with { Optimizer = value });
        Real("--lr", "RATE", new(0, 1) { ExcludesLeast = true }, "The highest learning rate.", (recipe, value) =>
            recipe with { LearningRate = value });
        Real("--encoder-lr", "SHARE", new(0, 1) { ExcludesLeast = true }, "The encoder's learning rate as a share of --lr.",
            (recipe, value) => recipe with { EncoderRate = value });
        Real("--clip-gradients", "NORM", new(0, 1e6), "The largest norm of a step's gradients; 0: no limit.", (recipe, value) =>
            recipe with { GradientLimit = value });
        Real("--ema", "DECAY", new(0, 1) { ExcludesMost = true },
            "Keep a moving average of the weights, with a decay such as 0.999; 0: none.",
            (recipe, value) => recipe with { AverageDecay = value });
        Choice<ActivationType>("--activations",
            "The number type between layers; bf16 is about twice as fast on a processor with AVX512_BF16.",
            (recipe, value) => recipe with { Activations = value });
        Text("--loss", "TERMS", "The loss of each output: bce, iou, ssim, laplacian, separated by commas, each with or without :WEIGHT.",
            (recipe, text) => recipe with { Loss = LossText.Parse("--loss", text) });
        Real("--temporal", "WEIGHT", new(0, 1000),
            "The weight of a loss that asks masks to change from frame to frame as the ground truth does; 0: none.",
            (recipe, value) => recipe with { TemporalWeight = value });
        Text("--schedule", "SCHEDULE", "How the learning rate changes: constant, halve:EPOCHS, onecycle or cosine[:WARMUP_EPOCHS].",
            (recipe, text) => recipe with { Schedule = ScheduleText.Parse("--schedule", text) });
        Text("--loss-weights", "F,1,2,3,4,5,6", "The weights of the losses of the fused output and of the six side outputs.",
            (recipe, text) => recipe with { LossWeights = Weights("--loss-weights", text) });
    }

    /// <summary>Adds all of them to the command.</summary>
    public void AddTo(Command command)
    {
        command.AddGroup("Recipe", _recipe);
        _groups.ForEach(group => command.AddGroup(group.Title, group.Options));
    }

    /// <summary>The preset with the changes that the command line asks for, validated.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public Recipe Read(ParseResult parsed)
    {
        var recipe = _changes.Aggregate(Recipe.Find(parsed.GetValue(_recipe)!), (recipe, change) => change(parsed, recipe));
        recipe.Validate();
        return recipe;
    }

    private void Group(string title) => _groups.Add((title, []));

    private void Whole(string name, string helpName, NumberRange range, string description, Func<Recipe, int, Recipe> change) =>
        Value(NumberOption.Whole(name, helpName, range, description), change);

    // Old names are accepted until version 0.3.
    private void Real(
        string name,
        string helpName,
        NumberRange range,
        string description,
        Func<Recipe, double, Recipe> change,
        string? oldName = null)
    {
        var option = NumberOption.Real(name, helpName, range, description);
        if (oldName is not null)
        {
            option.Aliases.Add(oldName);
        }

        Value(option, change);
    }

    private void Value<T>(Option<T?> option, Func<Recipe, T, Recipe> change)
        where T : struct
    {
        _groups[^1].Options.Add(option);
        _changes.Add((parsed, recipe) => parsed.GetValue(option) is { } value ? change(recipe, value) : recipe);
    }

    private void Choice<T>(string name, string description, Func<Recipe, T, Recipe> change)
        where T : struct, Enum =>
        Choice(name, [.. Enum.GetNames<T>().Select(word => word.ToLowerInvariant())], description, (recipe, word) =>
            change(recipe, Enum.Parse<T>(word, ignoreCase: true)));

    private void Choice(string name, IReadOnlyList<string> words, string description, Func<Recipe, string, Recipe> change) =>
        Add(ChoiceOption.Create(name, description, words), change);

    private void Text(string name, string helpName, string description, Func<Recipe, string, Recipe> change) =>
        Add(new Option<string?>(name) { Description = description, HelpName = helpName }, change);

    private void Add(Option<string?> option, Func<Recipe, string, Recipe> change)
    {
        _groups[^1].Options.Add(option);
        _changes.Add((parsed, recipe) => parsed.GetValue(option) is { } text ? change(recipe, text) : recipe);
    }

    private static Recipe Augment(Recipe recipe, Func<Augmentation, Augmentation> change) =>
        recipe with { Augmentation = change(recipe.Augmentation) };

    private static IReadOnlyList<double> Weights(string option, string text) =>
        [.. text.Split(',').Select(part => NumberText.Real(part)
            ?? throw new UsageException($"{option} {text}: '{part}' is not a number; give seven numbers from 0 to 1000."))];
}
